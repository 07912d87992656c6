import { expect, test } from '@playwright/test'
import { settled, signIn } from './people.ts'
import {
  complaints,
  englishTours,
  exempt,
  look,
  open,
  publicPages,
  routeOf,
  routes,
  shotName,
  type Size,
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

for (const [size, viewport] of Object.entries(sizes) as [Size, { width: number; height: number }][]) {
  for (const [account, addresses] of Object.entries(tours)) {
    test(`${account} on a ${size}: every page opens, fits its width, raises no error in the browser and has the files that it offers`, async ({
      browser,
    }) => {
      test.setTimeout(300_000)
      const { page, context } = await signIn(browser, account, viewport)
      const errors = complaints(page)
      const taken = new Set<string>()
      for (const address of addresses) {
        await open(page, address)
        await look(page, size, shotName(account, address))
        if (size === 'desktop') await takeFiles(page, taken)
      }
      expect(errors).toEqual([])
      await context.close()
    })
  }

  for (const [account, addresses] of Object.entries(englishTours)) {
    // On a phone those that work on one: an office of two, an organisation.
    if (size === 'phone' && !['donghuamen.jingban', 'zuzhi.qiyu'].includes(account)) continue
    test(`${account} in English on a ${size}: every page opens, fits its width and raises no error in the browser`, async ({
      browser,
    }) => {
      const { page, context } = await signIn(browser, account, viewport)
      const errors = complaints(page)
      await page.goto('/more')
      await settled(page)
      await page.getByRole('button', { name: 'English' }).last().click()
      await expect(page.locator('html')).toHaveAttribute('lang', /^en/)
      for (const address of addresses) {
        await open(page, address)
        await look(page, size, `en-${shotName(account, address)}`)
      }
      expect(errors).toEqual([])
      await context.close()
    })
  }

  test(`on a ${size} a page that is not there says so, signed in or not, and the public pages open for all`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
    const page = await context.newPage()
    for (const address of publicPages) {
      await open(page, address)
      await look(page, size, shotName('anybody', address))
    }
    expect((await page.goto('/no-such-page'))?.status()).toBe(404)
    await look(page, size, 'anybody-no-such-page')
    await context.close()
    const person = await signIn(browser, 'dongcheng.zhuren', viewport)
    for (const address of ['/no-such-page', '/referrals/00000000-0000-7000-8000-000000000000']) {
      expect((await person.page.goto(address))?.status()).toBe(404)
      await look(person.page, size, shotName('somebody', address))
    }
    await person.context.close()
  })
}
