import { expect, type Page, test } from '@playwright/test'
import { night } from './night.ts'
import { settled, signIn } from './people.ts'
import {
  complaints,
  englishTours,
  exempt,
  lookOnBoth,
  open,
  publicPages,
  routeOf,
  routes,
  shotName,
  sizes,
  takeFiles,
  tours,
} from './tours.ts'

test('every page is opened by a tour, or is exempt for a reason; no exemption is of a page that is toured', () => {
  const all = routes()
  expect(all.length).toBeGreaterThan(50)
  const toured = new Set([...Object.values(tours).flat(), ...publicPages].map(address => routeOf(address, all)))
  expect(all.filter(route => !toured.has(route) && !exempt[route])).toEqual([])
  expect(Object.keys(exempt).filter(route => toured.has(route) || !all.includes(route))).toEqual([])
})

for (const [account, addresses] of Object.entries(tours)) {
  test(`${account}, on a desk and on a phone: every page opens, fits its width, raises no error in the browser, has the files that it offers, and on a phone whatever can be touched is as large as a finger`, async ({
    browser,
  }) => {
    test.setTimeout(300_000)
    const { page, context } = await signIn(browser, account)
    const errors = complaints(page)
    const taken = new Set<string>()
    for (const address of addresses) {
      await open(page, address)
      await lookOnBoth(page, shotName(account, address))
      await takeFiles(page, taken)
    }
    expect(errors).toEqual([])
    await context.close()
  })
}

for (const [account, addresses] of Object.entries(englishTours)) {
  // One in every run: the words that people outside read. All at night.
  const when = account === 'zuzhi.qiyu' ? {} : night
  test(
    `${account} in English, on a desk and on a phone: every page opens, fits its width and raises no error in the browser`,
    when,
    async ({ browser }) => {
      const { page, context } = await signIn(browser, account)
      const errors = complaints(page)
      await page.goto('/more')
      await settled(page)
      await page.getByRole('button', { name: 'English' }).last().click()
      await expect(page.locator('html')).toHaveAttribute('lang', /^en/)
      for (const address of addresses) {
        await open(page, address)
        await lookOnBoth(page, `en-${shotName(account, address)}`)
      }
      expect(errors).toEqual([])
      await context.close()
    },
  )
}

async function missing(page: Page, address: string, name: string): Promise<void> {
  expect((await page.goto(address))?.status()).toBe(404)
  await lookOnBoth(page, name)
}

test('a page that is not there says so, signed in or not, and the public pages open for all', async ({ browser }) => {
  const context = await browser.newContext({ viewport: sizes.desktop, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  const page = await context.newPage()
  for (const address of publicPages) {
    await open(page, address)
    await lookOnBoth(page, shotName('anybody', address))
  }
  await missing(page, '/no-such-page', 'anybody-no-such-page')
  await context.close()
  const person = await signIn(browser, 'dongcheng.zhuren')
  for (const address of ['/no-such-page', '/referrals/00000000-0000-7000-8000-000000000000'])
    await missing(person.page, address, shotName('somebody', address))
  await person.context.close()
})
