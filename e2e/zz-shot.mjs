import { chromium } from '@playwright/test'
const base = process.env.BASE
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
const [, , account, out, ...paths] = process.argv
for (const [size, viewport] of Object.entries({ d: { width: 1440, height: 900 }, p: { width: 390, height: 844 } })) {
  const ctx = await browser.newContext({ viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  const page = await ctx.newPage()
  page.on('pageerror', e => console.log('PAGEERROR', e.message)); page.on('console', m => m.type() === 'error' && console.log('CONSOLE', m.text()))
  await page.goto(base + '/sign-in')
  await page.fill('input[name=loginName]', account); await page.fill('input[name=password]', 'fuqiao-demo-2026')
  await page.locator('main form button').last().click(); await page.waitForURL(u => !u.pathname.startsWith('/sign-in'))
  let n = 0
  for (const path of paths) {
    const r = await page.goto(base + path); console.log(size, path, r.status())
    await page.waitForTimeout(1500)
    await page.screenshot({ path: `/tmp/w/${out}-${n}-${size}.png`, fullPage: true }); n++
  }
  await ctx.close()
}
await browser.close()
