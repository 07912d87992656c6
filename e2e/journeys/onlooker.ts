import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import ExcelJS from 'exceljs'
import { type Person, settled } from './people.ts'

/** Every cell of an exported workbook. */
async function textOf(workbook: Buffer): Promise<string> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(workbook as unknown as ArrayBuffer)
  return book.worksheets.flatMap(sheet => sheet.getSheetValues().map(row => JSON.stringify(row))).join('\n')
}

/** Lists of referrals and what counts them: pages. */
const referralPages = [
  ...['/workbench', '/notices', '/dashboards', '/dashboards/referrals'],
  ...['inbox', 'outbox', 'desk'].map(box => `/referrals/${box}`),
]
const searches = [`/organisations?q=${encodeURIComponent('晨禾')}`, '/organisations?q=chsqyl']
const referralFiles = ['inbox', 'outbox'].map(box => `/referrals/export?box=${box}`)
const referralCalls: [string, unknown][] = [
  ...['inbox', 'outbox', 'desk'].map((box): [string, unknown] => [`referrals.${box}`, {}]),
  ['referrals.countsBelow', {}],
  ['notifications.list', {}],
]
const searchCalls: [string, unknown][] = ['晨禾', 'chsqyl'].map(text => ['organisations.search', { text }])

/** What somebody is told of a referral that they have no part in, by each way there is. */
export type Onlooker = {
  /** Looks once: pages as they are sent, the API, search and exports hold no secret, and the referral is not found under its address. */
  finds(nothingOf: { id: string; secrets: readonly string[] }): Promise<void>
  /** Looks at the pages as a browser shows them. */
  shown(): Promise<string>
  /** The stream that was open all along brings what the onlooker does itself, and brought nothing else. */
  heardOnly(own: () => Promise<string>): Promise<void>
}

/** Somebody who looks on; `knows`: the organisation is theirs to see, the referral is not. Their live events are heard from now on. */
export async function lookOn({ page, context }: Person, { knows = false } = {}): Promise<Onlooker> {
  const ear = await context.newPage()
  await ear.goto('/workbench')
  await settled(ear)
  // Beside the page's own stream, one that keeps all that it is told.
  await ear.evaluate(
    () =>
      new Promise<void>((open, fail) => {
        const heard: string[] = []
        Object.assign(window, { heard })
        const stream = new EventSource('/trpc/notifications.onChange')
        stream.addEventListener('connected', () => open())
        stream.addEventListener('message', ({ data }) => heard.push(String(data)))
        setTimeout(() => fail(new Error('the stream did not open')), 20_000)
      }),
  )
  const heard = () => ear.evaluate(() => (window as unknown as { heard: string[] }).heard)
  const call = (name: string, input: unknown) =>
    page.request.get(`/trpc/${name}?input=${encodeURIComponent(JSON.stringify(input))}`)
  const pages = [...referralPages, ...(knows ? [] : searches)]
  const files = [...referralFiles, ...(knows ? [] : ['/files/organisations.xlsx'])]
  const calls = [...referralCalls, ...(knows ? [] : searchCalls)]
  return {
    async finds({ id, secrets }) {
      for (const address of [`/referrals/${id}`, `/referrals/${id}/letter`])
        expect([address, (await page.request.get(address)).status()]).toEqual([address, 404])
      for (const name of ['referrals.get', 'referrals.letter'])
        expect([name, (await call(name, { id })).status()]).toEqual([name, 404])
      const texts: [string, string][] = []
      for (const address of [...pages, ...files]) {
        const answer = await page.request.get(address)
        expect([address, answer.status()]).toEqual([address, 200])
        texts.push([address, files.includes(address) ? await textOf(await answer.body()) : await answer.text()])
      }
      for (const [name, input] of calls) {
        const answer = await call(name, input)
        expect([name, answer.status()]).toEqual([name, 200])
        texts.push([name, await answer.text()])
      }
      for (const [where, text] of texts)
        expect([where, secrets.filter(secret => text.includes(secret))]).toEqual([where, []])
    },
    async shown() {
      const seen: string[] = []
      for (const address of pages) {
        await page.goto(address)
        seen.push(await page.getByRole('main').innerText())
      }
      return seen.join('\n')
    },
    async heardOnly(own) {
      const id = await own()
      await expect.poll(async () => (await heard()).some(news => news.includes(id))).toBe(true)
      expect((await heard()).filter(news => !news.includes(id))).toEqual([])
      await ear.close()
    },
  }
}

/** Begins a question for advice of one's own; answers its id. */
export async function beginOwn({ page }: Person): Promise<string> {
  const answer = await page.request.post('/trpc/referrals.createConsult', {
    headers: { 'x-fuqiao': '1' },
    data: { key: randomUUID(), organisationId: null },
  })
  expect(answer.status()).toBe(200)
  const { result } = (await answer.json()) as { result: { data: { id: string } } }
  return result.data.id
}

/** How many referrals a district's board says that a street below it sent in the last twelve months. */
export async function sentOnBoard({ page }: Person, street: RegExp): Promise<number> {
  await page.goto('/dashboards?period=twelveMonths')
  await settled(page)
  const cell = page
    .getByRole('row', { name: street })
    .getByRole('cell')
    .filter({ has: page.locator('a:has-text("转出")') })
  return Number(/[\d,]+/.exec(await cell.first().innerText())?.[0].replaceAll(',', ''))
}
