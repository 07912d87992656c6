import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import { settled } from './people.ts'
import { smallTargets } from './small-targets.ts'

/** The two screens that every page is looked at on. */
export const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const

type Size = keyof typeof sizes

/**
 * Pages by the account that opens them. An address that starts with `>` is the first link of that kind on the page before, `*` standing for an id;
 * one that starts with `?` is the page before, asked otherwise.
 */
export const tours: Record<string, readonly string[]> = {
  'chengshi.zhuren': [
    '/workbench',
    '/referrals/inbox',
    '>/referrals/*',
    '/referrals/inbox?state=active',
    '>/referrals/*',
    '>/referrals/*/letter',
    '/referrals/outbox?state=draft&need=residencyIncubation',
    '>/referrals/*',
    '>/referrals/batches/*',
    '/referrals/outbox?state=draft&need=residencyIncubation',
    '>/referrals/*',
    '>/referrals/*/compose',
    '?step=need',
    '?step=target',
    '?step=share',
    '?step=check',
    '/referrals/desk',
    '/dashboards',
    '/dashboards/coverage',
    '/dashboards/coverage/divisions',
    '/dashboards/referrals',
    '/dashboards/referrals/list',
    '/dashboards/functions',
    '/dashboards/indicators',
    '>/dashboards/indicators/facts',
    '/dashboards/incubators',
    '/dashboards/unmet',
    '/dashboards/unmet/list',
    '/enquiries',
    '/agreements',
    '>/agreements/*',
    '>/agreements/*/sheet',
    '/agreements/new',
    '/assignments',
    '>/assignments/*',
    '/assignments/new',
    '/reports',
    '>/reports/*',
    '/reports?state=accepted&whose=direct',
    '>/reports/*',
    '/targets',
    '>/targets/split',
    '>/targets/*',
    '>/targets/*/letter',
    '/meetings?state=closed',
    '>/meetings/*',
    '>/meetings/*/minutes',
    '/meetings?state=planned',
    '>/meetings/*',
    '/meetings/new',
    '/meetings/seats',
    '/meetings/agenda',
    '/publishing',
    '/publishing?box=published',
    '/publishing?box=toApprove',
    '>/publishing/*',
    '/standards',
    '>/standards/*',
    '/standards/new',
    '/service-items',
    '>/service-items/*',
    '/service-items/new',
    '/tenants',
    '>/tenants/*',
    '>/tenants/*/open',
    '/tenants/partners',
    '/notices',
    '/account',
    '/account/password',
    '/account/notifications',
    '/members',
  ],
  'chengshi.guanli': [
    '/members',
    '/members/new',
    '/members',
    '>/members/*',
    '/tenants?q=大兴区',
    '>/tenants/*',
    '>/tenants/*/suspend',
    '>/tenants/*',
    '>/tenants/*/merge',
    '>/tenants/*',
    '>/tenants/*/reparent',
    '>/tenants/*',
    '>/tenants/*/operator',
    '/tenants/webhooks',
  ],
  'xitong.guanli': ['/calendar', '/rules', '/rules/clauses', '/rules/0'],
  'dongcheng.zhuren': [
    '/workbench',
    '/dashboards',
    '/referrals/outbox',
    '>/referrals/*',
    '/enquiries',
    '>/enquiries/*',
    '/enquiries/new',
    '/referrals/requests',
    '/referrals/requests/new',
    '/enquiries?box=asked',
    '>/enquiries/asked/*',
    '/agreements?q=青年社团',
    '>/agreements/*',
    '>/agreements/*/edit',
    '/cases',
    '/cases?sort=changed',
    '/cases/new',
    '/cases/calendar',
    '/calls',
    '/calls/new',
    '/experts',
    '>/experts/*',
    '/experts/new',
    '/tenants/capability',
    '/upkeep',
    '/staff',
    '>/staff/*',
    '/staff/new',
    '/premises',
    '/activities',
    '/organisations?within=own',
    '>/organisations/*',
    '>/organisations/*/merge',
    '>/organisations/*',
    '>/organisations/*/accounts',
  ],
  'donghuamen.jingban': [
    '/workbench',
    '/filings',
    '>/organisations/*/filing',
    '/organisations?kinds=inPreparation&within=own',
    '>/organisations/*',
    '>/organisations/*/grow',
    '/organisations',
    '>/organisations/*',
    '>/organisations/*/edit',
    '>/organisations/*',
    '?tab=dossier',
    '>/organisations/*/sections/profile',
    '/organisations/new',
    '/organisations/import',
    '/referrals/batches/new',
    '/referrals/new',
    '/publishing',
    '>/publishing/*',
    '/publishing/new',
    '/standards',
    '/service-items',
    '>/service-items/*',
    '/calls',
    '>/calls/*',
    '/cases?state=resident',
    '>/cases/*',
    '>/cases/*/agreement',
    '/cases?state=draft&sort=changed',
    '>/cases/*',
    '>/cases/*/application',
    '/more',
  ],
  'zhuanjia.jia': ['/panels'],
  'chengshi.shenji': ['/audit'],
  'lianxi.huiyi': ['/dashboards/joint', '/meetings'],
  'zuzhi.qiyu': [
    '/my',
    '/my/referrals',
    '>/my/referrals/*',
    '>/my/referrals/*/letter',
    '/my/referrals',
    '>/my/referrals/*/revoke',
    '/my/sharing',
    '/my/cases',
    '/my/calls',
    '>/my/calls/*',
  ],
  'zuzhi.lansheng': ['/my', '>/my/consents/*'],
}

/** Pages that are toured in English, where words are longer. */
export const englishTours: typeof tours = {
  'chengshi.zhuren': [
    '/workbench',
    '/referrals/inbox?state=active',
    '>/referrals/*',
    '>/referrals/*/letter',
    '/dashboards',
    '/dashboards/coverage',
    '/dashboards/unmet/list',
    '/agreements',
    '>/agreements/*',
    '>/agreements/*/sheet',
    '/assignments',
    '>/assignments/*',
    '/assignments/new',
    '/targets',
    '>/targets/split',
    '>/targets/*',
    '>/targets/*/letter',
    '/meetings?state=closed',
    '>/meetings/*',
    '>/meetings/*/minutes',
    '/meetings/agenda',
    '/tenants',
    '>/tenants/*',
    '/tenants/partners',
    '/members',
    '/publishing',
    '/standards',
    '>/standards/*',
    '/service-items',
    '>/service-items/*',
  ],
  'donghuamen.jingban': [
    '/organisations',
    '>/organisations/*',
    '>/organisations/*/edit',
    '/organisations/new',
    '/organisations/import',
    '/referrals/outbox',
    '/more',
  ],
  'dongcheng.zhuren': [
    '/enquiries',
    '/enquiries/new',
    '/referrals/requests',
    '/tenants/capability',
    '/account/notifications',
  ],
  'chengshi.shenji': ['/audit'],
  'chengshi.guanli': ['/tenants/webhooks'],
  'xitong.guanli': ['/calendar', '/rules', '/rules/clauses', '/rules/0'],
  'lianxi.huiyi': ['/dashboards/joint'],
  'zuzhi.qiyu': ['/my', '/my/referrals', '>/my/referrals/*', '>/my/referrals/*/letter', '/my/sharing'],
}

/** Pages that anybody opens, signed in or not. */
export const publicPages: readonly string[] = [
  '/sign-in',
  '/verify',
  '/public/notices',
  '/public/calls',
  '/public/news',
]

/** Pages that no tour opens, and why. */
export const exempt: Readonly<Record<string, string>> = {
  '/tenants/[id]/director': 'every incubator of the demo network has people',
  '/calendar/[id]': 'there is none before a list of holidays is tried: calendar.spec.ts opens it',
  '/organisations/import/[id]': 'there is none before a file is uploaded',
  '/panels/[id]': 'who sits on the panels of the demo network is drawn by lot: the journeys of the networks open it',
  '/rules/draft': 'nobody changes the rules of the demo network: it leads to the list of their versions',
  '/rules/passes/[id]': 'no change of the rules was tried out in the demo network',
  '/my/filing': 'no organisation of the tours applies for its filing',
  '/my/cases/[id]': 'no organisation of the tours has applied: the journeys of the networks open it',
  '/my/cases/[id]/application': 'no organisation of the tours has applied: the journeys of the networks open it',
  '/public/news/[id]': 'publishing.spec.ts opens it, as everybody reads it',
  '/public/notices/[id]': 'nothing leads there by its address: the journeys of the networks open it',
  '/public/notices/[id]/thanks': 'it follows an objection: the journeys of the networks make one',
}

/** Every page that there is, by its route: `/tenants/[id]`. */
export function routes(): string[] {
  const root = path.resolve(import.meta.dirname, '../../apps/web/src/routes')
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(file => path.basename(file) === '+page.svelte')
    .map(file => `/${path.dirname(file).replaceAll(/\([^)]+\)\/?/g, '')}`)
    .sort()
}

/** The route that an address of a tour is a page of: of those that fit, the one with the fewest parameters. */
export function routeOf(address: string, all: readonly string[]): string | undefined {
  const steps = address.replace(/^>/, '').replace(/\?.*/, '').split('/')
  const open = (route: string) => route.split('[').length
  return all
    .filter(route => {
      const parts = route.split('/')
      return parts.length === steps.length && parts.every((part, at) => part === steps[at] || part.startsWith('['))
    })
    .sort((one, other) => open(one) - open(other))[0]
}

const escaped = (text: string) => text.replaceAll(/[.?+^$()[\]{}|\\]/g, String.raw`\$&`)

/** Goes to an address of a tour, and stands on that page and no other. */
export async function open(page: Page, address: string): Promise<void> {
  let goal = new URL(address.replace(/^>/, ''), page.url() === 'about:blank' ? 'http://127.0.0.1' : page.url())
  if (address.startsWith('>')) {
    const form = new RegExp(`^${address.slice(1).split('*').map(escaped).join('[0-9a-f-]{36}')}(?:[?#].*)?$`)
    const hrefs = await page
      .getByRole('main')
      .locator('a[href]')
      .evaluateAll(links => links.map(link => link.getAttribute('href') ?? ''))
    const href = hrefs.find(one => form.test(one))
    expect(href, `a link like ${address.slice(1)} on ${page.url()}`).toBeTruthy()
    goal = new URL(href ?? '', page.url())
  }
  const answer = await page.goto(goal.pathname + goal.search)
  expect(answer?.status(), address).toBe(200)
  expect(new URL(page.url()).pathname, `${address} leads elsewhere`).toBe(goal.pathname)
}

/** The page as it stands fits its width and has one heading of the first rank; with `SHOTS=1` a picture of it is kept. */
async function look(page: Page, size: Size, name: string): Promise<void> {
  await expect.soft(page.getByRole('heading', { level: 1 }), name).toHaveCount(1)
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect.soft(overflow, `${name} is wider than the ${size}`).toBeLessThanOrEqual(0)
  if (process.env['SHOTS'] === '1')
    await page.screenshot({ path: `shots/${size}/${name}.png`, fullPage: size === 'desktop' })
}

/** Looks at the page on a desk, then on a phone, where whatever can be touched is as large as a finger, or stands in a sentence. */
export async function lookOnBoth(page: Page, name: string): Promise<void> {
  await settled(page)
  await look(page, 'desktop', name)
  await page.setViewportSize(sizes.phone)
  await look(page, 'phone', name)
  expect.soft(await page.evaluate(smallTargets), `${name}: too small to touch`).toEqual([])
  await page.setViewportSize(sizes.desktop)
}

const anId = /[\da-f]{8}-[\da-f-]{27}/g

/** Whatever file the page offers is there for the asking, with the very columns and filters that the page shows; of those that differ by ids alone, one. */
export async function takeFiles(page: Page, taken: Set<string>): Promise<void> {
  const links = await page.locator('a[download]').evaluateAll(all => all.map(link => (link as HTMLAnchorElement).href))
  for (const href of links) {
    const kind = href.replaceAll(anId, '*')
    if (taken.has(kind)) continue
    taken.add(kind)
    const answer = await page.request.get(href, { headers: { accept: 'application/json' } })
    expect.soft([href, answer.status(), answer.ok() ? '' : await answer.text()]).toEqual([href, 200, ''])
  }
}

/** What the browser complains of on a page from now on. */
export function complaints(page: Page): string[] {
  const errors: string[] = []
  page.on('pageerror', error => errors.push(String(error)))
  page.on('console', message => message.type() === 'error' && errors.push(message.text()))
  return errors
}

/** The name of the picture of an address. */
export function shotName(account: string, address: string): string {
  const words = address.replaceAll('*', 'one').replaceAll(/[^a-z]+/gi, '-')
  return `${account}-${words.replaceAll(/^-|-$/g, '')}`
}
