import path from 'node:path'

/** An import as a rule sees it: who imports, what, and whether types alone. */
export type ImportFact = {
  /** Importing file, from the project's root, with `/`. */
  from: string
  /** The specifier as written. */
  specifier: string
  typeOnly: boolean
  /** Imported names; empty for `import()` and side effects. */
  names: readonly string[]
}

type Verdict = string | undefined
type Check = (fact: ImportFact, target: string) => Verdict

/** Packages of ours that each part may import; those in `typesOnly` with `import type` alone. */
const mayImport: Record<string, readonly string[]> = {
  'packages/domain': [],
  'packages/contract': ['packages/domain'],
  'packages/access': ['packages/domain', 'packages/contract'],
  db: ['packages/domain'],
  'apps/api': ['packages/domain', 'packages/contract', 'packages/access', 'db'],
  'apps/web': ['packages/domain', 'packages/contract', 'packages/access'],
  e2e: ['packages/domain', 'packages/contract', 'packages/access', 'db'],
  'packages/lint': [],
}
const typesOnly: Record<string, readonly string[]> = { 'apps/web': ['apps/api'], e2e: ['apps/api'] }

/** Who may step outside the tenant wall. Each place is read by a reviewer before it is added. */
const systemCallers = [
  /^apps\/api\/src\/(main|app)\.ts$/,
  /^apps\/api\/src\/boot\//,
  /^apps\/api\/src\/jobs\//,
  /^apps\/api\/src\/features\/identity\//,
  /^apps\/api\/src\/http\/health\.ts$/,
  // the letter's code is the only key; its gate names no organisation
  /^apps\/api\/src\/features\/referrals\/verify-letter\.ts$/,
  // a public notice is for the public: its gate names the organisation, the incubator and the days
  /^apps\/api\/src\/features\/incubation\/public-notices\.ts$/,
  // so is a call for applications
  /^apps\/api\/src\/features\/incubation\/public-calls\.ts$/,
  // and what the publishing desk published
  /^apps\/api\/src\/features\/publications\/public-news\.ts$/,
]

const packageOf = (file: string): string =>
  /^(?:apps|packages)\/[^/]+/.exec(file)?.[0] ?? /^(?:db|e2e|deploy)(?=\/)/.exec(file)?.[0] ?? ''
const sliceOf = (file: string): string | undefined => /^apps\/api\/src\/features\/([^/]+)\//.exec(file)?.[1]
const isTest = (file: string): boolean => /\.(test|spec)\.ts$|(^|\/)(test|bench)\//.test(file)
const runsTheServer = (file: string): boolean => /^e2e\/(?:serve(?:-networks)?\.ts$|bench\/)/.test(file)
const provesScripts = (file: string): boolean => file.startsWith('packages/lint/test/')
const isStore = (file: string): boolean => /-store\.ts$/.test(file)

/** The imported file or package of ours, from the root; the specifier itself when it is a library's. */
function resolveTarget({ from, specifier }: ImportFact): string {
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(from), specifier)
  if (specifier.startsWith('#lib')) return `apps/web/src/lib${specifier.slice('#lib'.length)}`
  const ours = /^@fuqiao\/([^/]+)(.*)$/.exec(specifier)
  if (!ours) return specifier
  const name = ours[1] ?? ''
  const home =
    name === 'db' || name === 'e2e' ? name : name === 'api' || name === 'web' ? `apps/${name}` : `packages/${name}`
  return `${home}${ours[2] || '/'}`
}

const checks: readonly Check[] = [
  function staysInItsPackage({ from, specifier }, target) {
    if (!specifier.startsWith('.') || packageOf(target) === packageOf(from)) return
    if (packageOf(target) === 'apps/api' && runsTheServer(from)) return
    if (packageOf(from) === 'deploy' || (packageOf(target) === 'deploy' && provesScripts(from))) return
    return 'A relative path leaves its package: import the package by its name.'
  },
  function importsAllowedPackages({ from, specifier, typeOnly }, target) {
    const [own, other] = [packageOf(from), packageOf(target)]
    if (!specifier.startsWith('@fuqiao/') || own === other || mayImport[own]?.includes(other)) return
    if (typesOnly[own]?.includes(other)) {
      return typeOnly || runsTheServer(from)
        ? undefined
        : `${own} may import types alone from ${other}: write import type.`
    }
    return `${own} may not import ${other}. It may import: ${mayImport[own]?.join(', ') || 'nothing of ours'}.`
  },
  function journeysUseFactories({ from }, target) {
    if (packageOf(from) !== 'e2e' || runsTheServer(from) || packageOf(target) !== 'db') return
    if (/^db\/(factories|embedded)/.test(target)) return
    return 'A journey reaches the database through db/factories.'
  },
  function entersSlicesByTheirIndex({ from }, target) {
    const slice = sliceOf(target)
    if (!slice || slice === sliceOf(from) || isTest(from)) return
    const door = target.slice(`apps/api/src/features/${slice}/`.length)
    if (door === 'index.ts' || (door === 'router.ts' && !sliceOf(from))) return
    return `Another slice is entered by its index.ts alone, not by ${door}.`
  },
  function onlyStoresWriteSql({ from, specifier, typeOnly }, target) {
    if (!from.startsWith('apps/') || typeOnly || isStore(from) || isTest(from)) return
    if (!/^(drizzle-orm|postgres)(\/|$)/.test(specifier) && !target.startsWith('db/schema')) return
    return 'SQL is written in the slice’s *-store.ts alone.'
  },
  function onlyTheDatabasePackageConnects({ from, specifier, typeOnly }) {
    if (typeOnly || isTest(from) || packageOf(from) === 'db' || specifier !== 'postgres') return
    return 'Connections are opened in db/src alone.'
  },
  function keepsRulesFreeOfTables({ from, specifier }) {
    if (
      !/^packages\/(domain|access|contract)\//.test(from) ||
      !/^(drizzle-orm|postgres|fastify|@trpc\/)/.test(specifier)
    )
      return
    return 'Rules know neither tables nor servers.'
  },
  function keepsTheDomainPure({ from, specifier }) {
    if (!from.startsWith('packages/domain/src/') || isTest(from)) return
    if (specifier.startsWith('node:')) return 'The domain does no input or output: take what it needs as a value.'
    return undefined
  },
  function callsTheSystemRoleByList({ from, names }) {
    if (!from.startsWith('apps/') || isTest(from) || !names.includes('asSystem')) return
    if (systemCallers.some(place => place.test(from))) return
    return 'asSystem steps outside the tenant wall: this file is not on the list in packages/lint/src/import-zones.ts.'
  },
]

/** What is wrong with an import, in words for the one who wrote it; empty when it is allowed. */
export function judgeImport(fact: ImportFact): string[] {
  const target = resolveTarget(fact)
  return checks.map(check => check(fact, target)).filter(verdict => verdict !== undefined)
}
