import { expect, test } from '@playwright/test'
import ExcelJS from 'exceljs'
import { settled, signIn } from './people.ts'

const FILE = '**/referrals/export?*'

test('an export says that it is under way and that it is done, goes on on another page, and saves the file', async ({
  browser,
}) => {
  const { page } = await signIn(browser, 'donghuamen.zhuren')
  await page.goto('/referrals/outbox')
  await settled(page)
  let letGo = (): void => undefined
  const held = new Promise<void>(resolve => (letGo = resolve))
  await page.route(FILE, async route => {
    await held
    await route.continue()
  })
  const dock = page.getByRole('region', { name: '导出 Excel' })
  await page.getByRole('link', { name: '导出 Excel' }).click()
  await expect(dock).toContainText('正在导出')
  await page.getByRole('link', { name: '收件箱' }).first().click()
  await expect(page).toHaveURL(/inbox/)
  await expect(dock).toContainText('正在导出')
  const [download] = await Promise.all([page.waitForEvent('download'), Promise.resolve().then(letGo)])
  expect(download.suggestedFilename()).toMatch(/^转出的转介-.*\.xlsx$/)
  await expect(dock).toContainText('已导出')
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(await download.path())
  const rows = (book.worksheets[0]?.rowCount ?? 0) - 1
  expect(rows).toBeGreaterThan(0)
  await expect(dock).toContainText(`${rows} 行`)
})

test('an export that is under way is stopped, one that fails says what to do and is begun anew', async ({
  browser,
}) => {
  const { page } = await signIn(browser, 'donghuamen.zhuren')
  await page.goto('/referrals/outbox')
  await settled(page)
  const link = page.getByRole('link', { name: '导出 Excel' })
  const dock = page.getByRole('region', { name: '导出 Excel' })
  let asked = 0
  await page.route(FILE, () => {
    asked += 1
  })
  await link.click()
  await link.click()
  await expect(dock).toHaveCount(1)
  const [cut] = await Promise.all([
    page.waitForEvent('requestfailed'),
    dock.getByRole('button', { name: '停止导出' }).click(),
  ])
  expect([cut.url(), asked]).toEqual([expect.stringContaining('/referrals/export'), 1])
  await expect(dock).toHaveCount(0)

  await page.unroute(FILE)
  await page.route(FILE, route =>
    route.fulfill({ status: 503, contentType: 'application/json', body: '{"message":"系统繁忙，请稍后再试。"}' }),
  )
  await link.click()
  await expect(dock).toContainText('系统繁忙，请稍后再试。')
  await page.unroute(FILE)
  await page.route(FILE, route => route.abort('connectionreset'))
  await dock.getByRole('button', { name: '重新导出' }).click()
  await expect(dock).toContainText('连接中断')
  await page.unroute(FILE)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dock.getByRole('button', { name: '重新导出' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/\.xlsx$/)
})

test('without scripts an export is a link to its file', async ({ browser }) => {
  const { context } = await signIn(browser, 'donghuamen.zhuren')
  const plain = await browser.newContext({
    javaScriptEnabled: false,
    locale: 'zh-CN',
    storageState: await context.storageState(),
  })
  const page = await plain.newPage()
  await page.goto('/referrals/outbox')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '导出 Excel' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/\.xlsx$/)
})
