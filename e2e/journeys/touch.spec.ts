import { expect, type Page, test } from '@playwright/test'
import { settled, signIn } from './people.ts'

const phone = { width: 390, height: 844 } as const

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
    '/dashboards/incubators',
    '/agreements',
    '>/agreements/',
    '/tenants',
    '>/tenants/',
    '/tenants/partners',
    '/notices',
    '/account',
    '/members',
    '/more',
    '/no-such-page',
    '/referrals/00000000-0000-7000-8000-000000000000',
  ],
  'dongcheng.zhuren': [
    '/workbench',
    '/organisations',
    '>/organisations/',
    '/referrals/outbox',
    '/referrals/requests',
    '/referrals/requests/new',
    '/enquiries',
    '>/enquiries/',
    '/enquiries/new',
    '/enquiries?box=asked',
    '>/enquiries/asked/',
    '/dashboards/unmet',
  ],
  'donghuamen.jingban': ['/organisations/new', '/organisations/import', '/referrals/new', '/tenants/capability'],
  'chengshi.shenji': ['/audit'],
  'xitong.guanli': ['/calendar'],
  'lianxi.huiyi': ['/dashboards/joint'],
  'zuzhi.qiyu': ['/workbench', '/my', '/my/referrals', '/my/sharing'],
}

/** What can be touched and is narrower or lower than 44 px, as the page would answer a finger: `a "words" 20×16`. */
function small(): string[] {
  const FINGER = 44
  const selector = 'a[href], button, input:not([type=hidden]), select, textarea, summary'
  const shown = (element: Element) => {
    const { width, height } = element.getBoundingClientRect()
    return width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true })
  }
  /** A link beside words of the same sentence takes the height of its line. */
  const isInSentence = (element: Element) => {
    if (element.tagName !== 'A' || !getComputedStyle(element).display.startsWith('inline')) return false
    const beside = [...(element.parentElement?.childNodes ?? [])].filter(node => node.nodeType === Node.TEXT_NODE)
    return beside.some(node => /[^\s·,，、#|/]/.test(node.textContent ?? ''))
  }
  /** The box of an element with what its `::after` lays around it. */
  const boxes = (element: Element): DOMRect[] => {
    const own = element.getBoundingClientRect()
    const after = getComputedStyle(element, '::after')
    if (after.content === 'none' || after.position !== 'absolute') return [own]
    let frame = element
    while (getComputedStyle(frame).position === 'static' && frame.parentElement) frame = frame.parentElement
    if (after.inset === '0px') return [own, frame.getBoundingClientRect()]
    const [width, height] = [Number.parseFloat(after.width), Number.parseFloat(after.height)]
    const [x, y] = [own.x + own.width / 2, own.y + own.height / 2]
    return [own, new DOMRect(x - width / 2, y - height / 2, width, height)]
  }
  /** A box with its label is touched wherever the label is. */
  const targets = (element: Element): Element[] =>
    element instanceof HTMLInputElement && ['checkbox', 'radio', 'file'].includes(element.type)
      ? [element, ...(element.labels ?? [])]
      : [element]
  return [...document.querySelectorAll(selector)].flatMap(element => {
    const hit = targets(element).filter(shown).flatMap(boxes)
    if (hit.length === 0 || isInSentence(element)) return []
    // Half a pixel is lost to rounding.
    if (hit.some(({ width, height }) => width >= FINGER - 0.5 && height >= FINGER - 0.5)) return []
    const [{ width, height } = new DOMRect()] = hit
    const words = (element.textContent || element.getAttribute('aria-label') || element.getAttribute('name') || '')
      .replaceAll(/\s+/g, ' ')
      .trim()
    return [`${element.tagName.toLowerCase()} "${words.slice(0, 30)}" ${Math.round(width)}×${Math.round(height)}`]
  })
}

async function open(page: Page, address: string): Promise<void> {
  if (!address.startsWith('>')) {
    await page.goto(address)
    return
  }
  const prefix = address.slice(1)
  const hrefs = await page
    .getByRole('main')
    .locator(`a[href^="${prefix}"]`)
    .evaluateAll(links => links.map(link => link.getAttribute('href') ?? ''))
  const href = hrefs.find(one => /[0-9a-f]{8}-/.test(one.slice(prefix.length)))
  expect(href, `a link to ${prefix}`).toBeTruthy()
  await page.goto(href ?? '')
}

for (const [account, addresses] of Object.entries(tours)) {
  test(`${account} on a phone: whatever can be touched is as large as a finger, or stands in a sentence`, async ({
    browser,
  }) => {
    const { page, context } = await signIn(browser, account, phone)
    for (const address of addresses) {
      await open(page, address)
      await settled(page)
      expect.soft(await page.evaluate(small), `${address} (${new URL(page.url()).pathname})`).toEqual([])
    }
    await context.close()
  })
}

test('on a phone the pages that need no account, and one that is not there, are as large as a finger', async ({
  browser,
}) => {
  const context = await browser.newContext({ viewport: phone, locale: 'zh-CN' })
  const page = await context.newPage()
  for (const address of ['/sign-in', '/verify', '/no-such-page']) {
    await open(page, address)
    await settled(page)
    expect.soft(await page.evaluate(small), address).toEqual([])
  }
  await context.close()
})
