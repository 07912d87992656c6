import path from 'node:path'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { expect, test, vi } from 'vitest'

vi.setConfig({ testTimeout: 60_000 })

const root = path.join(import.meta.dirname, '../../..')
const overrideConfigFile = path.join(root, 'packages/lint/eslint.config.js')
/** For snippets of files that do not exist: without the rules that need the types of a whole project. */
const untyped = new ESLint({ cwd: root, overrideConfigFile, overrideConfig: [tseslint.configs.disableTypeChecked] })
const typed = new ESLint({ cwd: root, overrideConfigFile, ignore: false })

async function findings(filePath: string, code: string): Promise<string[]> {
  const results = await untyped.lintText(`${code}\n`, { filePath: path.join(root, filePath) })
  return results.flatMap(result => result.messages.map(message => `${message.ruleId}: ${message.message}`))
}

const slice = 'apps/api/src/features/referrals'
const use = (specifier: string): string => `import { it } from '${specifier}'\nit()`

const forbidden: [title: string, file: string, code: string, says: RegExp][] = [
  [
    'domain imports nothing of ours',
    'packages/domain/src/rule.ts',
    use('@fuqiao/contract'),
    /may not import packages\/contract/,
  ],
  ['domain reads no files', 'packages/domain/src/rule.ts', use('node:fs'), /no input or output/],
  ['domain knows no tables', 'packages/domain/src/rule.ts', use('drizzle-orm'), /neither tables nor servers/],
  [
    'contract does not import access',
    'packages/contract/src/form.ts',
    use('@fuqiao/access'),
    /may not import packages\/access/,
  ],
  ['access knows no tables', 'packages/access/src/role.ts', use('@fuqiao/db/schema'), /may not import db/],
  ['db does not know access', 'db/src/policy.ts', use('@fuqiao/access'), /may not import packages\/access/],
  ['db does not know the server', 'db/src/policy.ts', use('@fuqiao/api'), /may not import apps\/api/],
  ['the server does not import pages', 'apps/api/src/app.ts', use('@fuqiao/web'), /may not import apps\/web/],
  ['pages take types alone from the server', 'apps/web/src/lib/trpc.ts', use('@fuqiao/api'), /types alone/],
  ['pages do not load the server later either', 'apps/web/src/lib/a.ts', `await import('@fuqiao/api')`, /types alone/],
  ['pages never import the database', 'apps/web/src/lib/a.ts', use('@fuqiao/db'), /may not import db/],
  [
    'pages never import its types',
    'apps/web/src/lib/a.ts',
    `export type { Tx } from '@fuqiao/db'`,
    /may not import db/,
  ],
  [
    'a relative path stays in its package',
    'apps/web/src/lib/a.ts',
    use('../../../api/src/app.ts'),
    /leaves its package/,
  ],
  [
    'a slice is entered by its index',
    `${slice}/submit-referral.ts`,
    use('../consents/consent-store.ts'),
    /index\.ts alone/,
  ],
  [
    'a slice does not use the router of another',
    `${slice}/submit-referral.ts`,
    use('../consents/router.ts'),
    /index\.ts alone/,
  ],
  [
    'the server enters slices by their doors',
    'apps/api/src/jobs/remind.ts',
    use('../features/consents/consent-store.ts'),
    /index\.ts/,
  ],
  ['a use-case writes no SQL', `${slice}/submit-referral.ts`, use('drizzle-orm'), /-store\.ts alone/],
  ['a use-case touches no table', `${slice}/submit-referral.ts`, use('@fuqiao/db/schema'), /-store\.ts alone/],
  ['a store opens no connection', `${slice}/referral-store.ts`, use('postgres'), /db\/src alone/],
  [
    'a slice does not step outside the wall',
    `${slice}/referral-store.ts`,
    `import { asSystem } from '@fuqiao/db'\nasSystem()`,
    /outside the tenant wall/,
  ],
  ['a journey uses factories', 'e2e/journeys/sign-in.spec.ts', use('@fuqiao/db/schema'), /through db\/factories/],
]

test.each(forbidden)('imports: %s', async (_title, file, code, says) => {
  const found = await findings(file, code)
  expect(found).toEqual([expect.stringMatching(/^fuqiao\/imports: /)])
  expect(found[0]).toMatch(says)
})

const allowed: [title: string, file: string, code: string][] = [
  [
    'pages take the router’s type',
    'apps/web/src/lib/trpc.ts',
    `import type { AppRouter } from '@fuqiao/api'\nexport type A = AppRouter`,
  ],
  ['pages use rules and schemas', 'apps/web/src/lib/a.ts', `${use('@fuqiao/contract')}\nexport * from '#lib/b.ts'`],
  ['a slice enters another by its index', `${slice}/submit-referral.ts`, use('../consents/index.ts')],
  [
    'the router of all names each slice’s router',
    'apps/api/src/rpc/app-router.ts',
    use('../features/consents/router.ts'),
  ],
  ['a store writes SQL', `${slice}/referral-store.ts`, `${use('drizzle-orm')}\nexport * from '@fuqiao/db/schema'`],
  [
    'a use-case names the transaction’s type',
    `${slice}/submit-referral.ts`,
    `import type { SQL } from 'drizzle-orm'\nexport type A = SQL`,
  ],
  [
    'a test of the server reads tables',
    `${slice}/submit-referral.test.ts`,
    `${use('@fuqiao/db')}\nexport * from 'drizzle-orm'`,
  ],
  ['a job steps outside the wall', 'apps/api/src/jobs/remind.ts', `import { asSystem } from '@fuqiao/db'\nasSystem()`],
  ['a journey makes its data with factories', 'e2e/journeys/sign-in.spec.ts', use('@fuqiao/db/factories')],
]

test.each(allowed)('imports: %s, and may', async (_title, file, code) => {
  expect(await findings(file, code)).toEqual([])
})

const faults: [title: string, file: string, code: string, rule: string][] = [
  ['a file in camelCase', 'packages/domain/src/referralState.ts', 'export {}', 'fuqiao/file-names'],
  ['a component in kebab-case', 'apps/web/src/lib/ui/data-table.svelte', '<p>表</p>', 'fuqiao/file-names'],
  ['a folder that says nothing', 'apps/api/src/utils/dates.ts', 'export {}', 'fuqiao/file-names'],
  ['a barrel', 'apps/api/src/http/index.ts', 'export {}', 'fuqiao/file-names'],
  ['the console in the server', 'apps/api/src/http/health.ts', `console.log('ready')`, 'no-console'],
  [
    'the environment outside the configuration',
    'apps/api/src/http/health.ts',
    'export const port = process.env.PORT',
    'no-restricted-syntax',
  ],
  [
    'the environment in a slice',
    `${slice}/submit-referral.ts`,
    'export const port = process.env.PORT',
    'no-restricted-syntax',
  ],
  ['the clock in a rule', 'packages/domain/src/rule.ts', 'export const now = new Date()', 'no-restricted-syntax'],
  ['the clock in a store', `${slice}/referral-store.ts`, 'export const now = Date.now()', 'no-restricted-syntax'],
  ['any', 'packages/domain/src/rule.ts', 'export let x: any', '@typescript-eslint/no-explicit-any'],
  [
    'five parameters',
    'packages/domain/src/rule.ts',
    'export const f = (a: 1, b: 1, c: 1, d: 1, e: 1) => [a, b, c, d, e]',
    'max-params',
  ],
  ['301 lines', 'packages/domain/src/rule.ts', `${'//\n'.repeat(300)}export {}`, 'max-lines'],
]

test.each(faults)('finds %s', async (_title, file, code, rule) => {
  expect(await findings(file, code)).toEqual([expect.stringMatching(new RegExp(`^${rule}: `))])
})

test.each([
  'apps/web/src/routes/(app)/referrals/[id]/+page.server.ts',
  'apps/web/src/lib/live.svelte.ts',
  'apps/api/src/config.ts',
  'packages/domain/src/tree/index.ts',
])('lets %s be named so', async file => {
  expect(await findings(file, `export const it = 'named'`)).toEqual([])
})

test('lets only config.ts read the environment', async () => {
  expect(await findings('apps/api/src/config.ts', 'export const port = process.env.PORT')).toEqual([])
})

test('finds dropped promises and forgotten cases in code, raw HTML and rows without a key in components', async () => {
  const results = await typed.lintFiles([
    'packages/lint/test/planted/floating.ts',
    'packages/lint/test/planted/Planted.svelte',
  ])
  const rules = results.map(result => result.messages.map(message => message.ruleId).toSorted())
  expect(rules).toContainEqual([
    '@typescript-eslint/no-floating-promises',
    '@typescript-eslint/switch-exhaustiveness-check',
  ])
  expect(rules.flat()).toEqual(expect.arrayContaining(['svelte/no-at-html-tags', 'svelte/require-each-key']))
})
