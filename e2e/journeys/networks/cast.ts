import { type APIRequestContext, type Browser, type BrowserContext, expect, type Page } from '@playwright/test'
import type { CaseView } from '@fuqiao/contract'
import { loginOf, type NetworkLine, type Post, testPassword } from '@fuqiao/db/factories'
import type { IncubationRules, Tier } from '@fuqiao/domain/profile'
import { settled } from '../people.ts'

/** A phone held upright. */
export const phone = { width: 390, height: 844 } as const
const desktop = { width: 1440, height: 900 } as const
/** The working Monday that each network's journey begins on. */
export const monday = '2021-03-01T09:00:00+08:00'

type Who = Post | number
/** The people of one network in their browsers, and its clock. */
export type Cast = Awaited<ReturnType<typeof castOf>>
/** The rules of the network at the incubator. */
export type Rules = IncubationRules & { tier: Tier }

async function answerOf<T>(name: string, answer: Awaited<ReturnType<APIRequestContext['get']>>): Promise<T> {
  expect([name, answer.status(), answer.ok() ? '' : await answer.text()]).toEqual([name, 200, ''])
  return ((await answer.json()) as { result: { data: T } }).result.data
}

/** Asks a query as whoever is signed in there. */
export const read = async <T>({ request }: Page, name: string, input: object): Promise<T> =>
  answerOf(name, await request.get(`/trpc/${name}?input=${encodeURIComponent(JSON.stringify(input))}`))

/** Does something as whoever is signed in there. */
export const ask = async <T>({ request }: Page, name: string, input: object): Promise<T> =>
  answerOf(name, await request.post(`/trpc/${name}`, { headers: { 'x-fuqiao': '1' }, data: input }))

const anId = /[0-9a-f]{8}-[0-9a-f-]{27}/g

/** What the browser complains of in a window and in all that is opened from it: errors of scripts and of the console, requests that failed or were refused. */
function listen(context: BrowserContext, errors: string[]): void {
  context.on('weberror', error => errors.push(String(error.error())))
  context.on('console', message => {
    // What was refused is told by its answer, with its address.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) errors.push(message.text())
  })
  context.on('requestfailed', request => {
    const why = request.failure()?.errorText ?? ''
    // Whoever goes to another page leaves what the last one still asked for.
    if (why !== 'net::ERR_ABORTED') errors.push(`${request.url()} ${why}`)
  })
  context.on('response', answer => {
    const { pathname, search } = new URL(answer.url())
    if (answer.status() >= 400) errors.push(`${pathname.replaceAll(anId, '*')}${search} ${answer.status()}`)
  })
}

/** The people of a network. Sessions end as the clock moves on: whoever is called up after it did signs in again. */
export async function castOf(browser: Browser, line: NetworkLine) {
  const pages = new Map<Who, { page: Page; signedInAt: number }>()
  const errors: string[] = []
  const outside = await browser.newContext({ viewport: phone, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  listen(outside, errors)
  let moves = 0

  /** Sets the clock, and does what cases come to by themselves until then. */
  const moveTo = async (to: string): Promise<void> => {
    // A page that stayed open would go on asking with a session that has ended.
    for (const { page } of pages.values()) await page.goto('about:blank')
    expect((await outside.request.post('/test/clock', { data: { to } })).status()).toBe(200)
    moves += 1
  }
  const windowOf = async (who: Who) => {
    const isOrganisation = who === 'applicant' || who === 'refused'
    const size = isOrganisation ? phone : desktop
    const context = await browser.newContext({ viewport: size, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
    listen(context, errors)
    return { page: await context.newPage(), signedInAt: -1 }
  }
  /** Somebody's page: an organisation's on a phone. */
  const as = async (who: Who): Promise<Page> => {
    const kept = pages.get(who) ?? (await windowOf(who))
    pages.set(who, kept)
    if (kept.signedInAt !== moves) {
      await ask(kept.page, 'identity.signIn', { loginName: loginOf(line, who), password: testPassword })
      kept.signedInAt = moves
    }
    return kept.page
  }
  /** Closes all windows. @throws where the browser complained in one of them of anything but what the journey asks for in vain */
  const close = async (inVain: readonly string[]) => {
    expect(errors).toEqual(inVain)
    await outside.close()
    for (const { page } of pages.values()) await page.context().close()
  }
  await moveTo(monday)
  return { as, moveTo, anybody: await outside.newPage(), line, close }
}

/** Opens an address, ready to be clicked on. */
export async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await settled(page)
}

/** The part of a page that is its own. */
export const main = (page: Page) => page.getByRole('main')
/** The case as the officer reads it. */
export const caseOf = async (cast: Cast, id: string) => read<CaseView>(await cast.as('officer'), 'cases.get', { id })
/** What is to be done of a case first. @throws where nothing is */
export function openTask({ tasks, state }: CaseView): CaseView['tasks'][number] {
  const task = tasks.find(one => one.state === 'open')
  if (!task) throw new Error(`nothing is open of a case that is ${state}`)
  return task
}

/** Who does a task: of the operator's people the officer. */
export const handOf = ({ holder }: CaseView['tasks'][number]): Post =>
  holder === 'supervisingUnit' || holder === 'leadingOffice' ? holder : 'officer'

/** A picture of the page, where pictures are kept. */
export async function shot({ line }: Pick<Cast, 'line'>, page: Page, name: string): Promise<void> {
  if (process.env['SHOTS'] !== '1') return
  await page.screenshot({ path: `shots/networks/${line.prefix}-${name}.png`, fullPage: true })
}

/** Nothing of the page lies beside the screen. */
export async function fitsTheScreen(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
}
