import { expect, type Page, test } from '@playwright/test'
import { settled, signIn } from './people.ts'

const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const

/** Pages by the account that opens them; an address that starts with `>` is the first link of that kind on the page before. */
const tours: Record<string, readonly string[]> = {
  'chengshi.zhuren': [
    '/workbench',
    '/referrals/inbox',
    '>/referrals/',
    '/referrals/desk',
    '/dashboards',
    '/dashboards/coverage',
    '/dashboards/referrals',
    '/dashboards/functions',
    '/enquiries',
    '/agreements',
    '>/agreements/',
    '/agreements/new',
    '/tenants',
    '/notices',
    '/account',
    '/members',
  ],
  'dongcheng.zhuren': [
    '/workbench',
    '/dashboards',
    '/referrals/outbox',
    '>/referrals/',
    '/enquiries',
    '>/enquiries/',
    '/enquiries/new',
    '/referrals/requests',
    '/referrals/requests/new',
    '/enquiries?box=asked',
    '>/enquiries/asked/',
    '/tenants/capability',
  ],
  'donghuamen.jingban': [
    '/workbench',
    '/organisations',
    '>/organisations/',
    '/organisations/new',
    '/organisations/import',
    '/referrals/batches/new',
    '/referrals/new',
    '/more',
  ],
  'chengshi.shenji': ['/audit'],
  'lianxi.huiyi': ['/dashboards/joint'],
  'zuzhi.qiyu': ['/workbench', '/my', '/my/referrals', '/my/sharing'],
}

async function open(page: Page, address: string): Promise<void> {
  if (!address.startsWith('>')) {
    const answer = await page.goto(address)
    expect(answer?.status(), address).toBe(200)
    return
  }
  const prefix = address.slice(1)
  const link = page.getByRole('main').locator(`a[href^="${prefix}"]`)
  const href = await link.evaluateAll(
    (links, start) =>
      links.map(one => one.getAttribute('href') ?? '').find(one => /[0-9a-f]{8}-/.test(one.slice(start.length))),
    prefix,
  )
  expect(href, `a link to ${prefix}`).toBeTruthy()
  await page.goto(href ?? '')
}

for (const [size, viewport] of Object.entries(sizes)) {
  for (const [account, addresses] of Object.entries(tours)) {
    test(`${account} on a ${size}: every page opens, fits its width and raises no error in the browser`, async ({
      browser,
    }) => {
      const { page, context } = await signIn(browser, account, viewport)
      const errors: string[] = []
      page.on('pageerror', error => errors.push(String(error)))
      page.on('console', message => message.type() === 'error' && errors.push(message.text()))
      for (const address of addresses) {
        await open(page, address)
        await settled(page)
        await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect(overflow, `${address} is wider than the screen`).toBeLessThanOrEqual(0)
        const name = address.replace(/[^a-z]+/gi, '-').replace(/^-|-$/g, '')
        await page.screenshot({
          path: `shots/${size}/${account}-${name}${address.startsWith('>') ? '-one' : ''}.png`,
          fullPage: size === 'desktop',
        })
      }
      expect(errors).toEqual([])
      await context.close()
    })
  }
}
