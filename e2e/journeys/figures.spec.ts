import { expect, type Locator, type Page, test } from '@playwright/test'
import ExcelJS from 'exceljs'
import { settled, signIn } from './people.ts'
import { night } from './night.ts'

const numberIn = (text: string) => Number(/[\d,]+/.exec(text)?.[0].replaceAll(',', ''))

/** Follows a figure's link to another page. Nothing opens from a nought. */
async function follow(page: Page, link: Locator): Promise<number> {
  const figure = numberIn(await link.innerText())
  const before = page.url()
  await link.click()
  await page.waitForURL(url => url.href !== before)
  await settled(page)
  expect(figure).toBeGreaterThan(0)
  return figure
}

/** The page opened holds as many as the figure said. */
const holds = (page: Page, figure: number, unit: '件' | '个组织') =>
  expect(
    page
      .getByRole('main')
      .getByText(`共 ${figure.toLocaleString('zh-CN')} ${unit}`, { exact: true })
      .first(),
  ).toBeVisible()

/** The count of the first incubator below that a list of referrals goes on to. */
const firstBelow = (page: Page) => page.getByRole('table', { name: '各机构件数' }).getByRole('link').first()
const cell = (page: Page, line: RegExp, column: string) =>
  page
    .getByRole('row', { name: line })
    .getByRole('cell')
    .filter({ has: page.locator(`a:has-text("${column}")`) })

test('a city’s figure opens its districts’ counts, theirs the streets’, and the last holds counts of those that are not the city’s', async ({
  browser,
}) => {
  const { page } = await signIn(browser, 'chengshi.zhuren')
  await page.goto('/dashboards?period=twelveMonths')
  await settled(page)
  const sent = cell(page, /东城区/, '转出')
    .getByRole('link')
    .first()
  let figure = await follow(page, sent)
  await holds(page, figure, '件')
  figure = await follow(page, firstBelow(page))
  await holds(page, figure, '件')
  const open = page.getByRole('table', { name: '转介清单' }).getByRole('row')
  const rest = page.getByText(/^其余 [\d,]+ 件$/)
  const rows = Math.max(0, (await open.count()) - 1)
  expect(rows + ((await rest.count()) > 0 ? numberIn(await rest.innerText()) : 0)).toBe(figure)
})

test('a district’s figure of organisations opens the street’s organisations', async ({ browser }) => {
  const { page } = await signIn(browser, 'dongcheng.zhuren')
  await page.goto('/dashboards')
  await settled(page)
  const figure = await follow(
    page,
    cell(page, /东华门/, '社会组织')
      .getByRole('link')
      .first(),
  )
  await expect(page).toHaveURL(/\/organisations\?/)
  await holds(page, figure, '个组织')
})

test('a street’s figure opens its own referrals, row by row', async ({ browser }) => {
  const { page } = await signIn(browser, 'donghuamen.zhuren')
  await page.goto('/dashboards/referrals?period=twelveMonths')
  await settled(page)
  const figure = await follow(page, page.getByRole('main').getByRole('link', { name: /^转出 / }))
  await holds(page, figure, '件')
  const rows = page.getByRole('table', { name: '转介清单' }).locator('tbody tr')
  await expect(rows).toHaveCount(Math.min(figure, 50))
  await rows.first().getByRole('link').first().click()
  await expect(page).toHaveURL(/\/referrals\/[0-9a-f-]{36}/)
})

test('the register of unmet needs is narrowed, sorted, kept as a view and taken away as the Excel file of what it shows', async ({
  browser,
}) => {
  const { page } = await signIn(browser, 'chengshi.zhuren')
  await page.goto('/dashboards/unmet/list?period=twelveMonths')
  await settled(page)
  const total = page.getByText(/^共 [\d,]+ 件$/)
  const all = await total.innerText()
  await page.getByRole('search').getByLabel('需求').selectOption({ label: '个性化服务' })
  await page.getByRole('button', { name: '查询' }).click()
  await expect(page).toHaveURL(/period=twelveMonths.*need=/)
  await expect(total).not.toHaveText(all)
  await page.getByRole('link', { name: '办理时限' }).click()
  await expect(page).toHaveURL(/sort=clock/)
  await page.getByRole('button', { name: '保存当前条件' }).click()
  await page.getByLabel('视图名称').fill('个性化服务缺口')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByRole('link', { name: '个性化服务缺口', exact: true })).toHaveAttribute('aria-current', 'true')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '导出 Excel' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^未满足需求清单/)
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(await download.path())
  const counts = book.getWorksheet('各机构件数')?.getColumn(2).values.slice(2) ?? []
  expect(counts.reduce<number>((sum, count) => sum + Number(count), 0)).toBe(numberIn(await total.innerText()))
  const shown = page.getByRole('table', { name: '转介清单' }).locator('tbody tr th')
  const numbers = book.getWorksheet('可查看的转介')?.getColumn(1).values.slice(2)
  expect(numbers).toEqual(await shown.allInnerTexts())
  await page.getByRole('link', { name: '重置' }).click()
  await expect(page).toHaveURL(/list\?period=twelveMonths$/)
  await expect(total).toHaveText(all)
})

test('[X-07] [B-26] a figure of the city opens the records that make it, down to one organisation’s own case; as of three months ago it is what was known then', async ({
  browser,
}) => {
  const { page } = await signIn(browser, 'chengshi.zhuren')
  const main = page.getByRole('main')
  const figureOf = async (name: string) => {
    const row = main.getByRole('table', { name: '全部指标' }).getByRole('row', { name: new RegExp(`^${name}`) })
    return row.getByRole('cell').first().getByRole('link')
  }
  // The worker folds what the demo network brought with it.
  await expect(async () => {
    await page.goto('/dashboards/indicators')
    await settled(page)
    await expect(await figureOf('入驻孵化社会组织')).toBeVisible({ timeout: 1000 })
  }).toPass({ timeout: 60_000 })
  await expect(main).toContainText('到2020年每个街道（乡镇）一个中心')
  const admitted = await follow(page, await figureOf('入驻孵化社会组织'))
  const records = main.getByRole('table', { name: '入驻孵化社会组织明细' }).locator('tbody tr')
  await expect(records).toHaveCount(admitted)
  const organisation = (await records.first().getByRole('cell').nth(2).innerText()).trim()
  await records.first().getByRole('link').first().click()
  await expect(page).toHaveURL(/\/cases\//)
  await expect(main).toContainText(organisation)
  await page.goto('/dashboards/indicators')
  await settled(page)
  const today = numberIn(await (await figureOf('培训')).innerText())
  const then = new Date(Date.now() - 92 * 86_400_000).toISOString().slice(0, 10)
  await main.getByLabel('截至日期（所知）').fill(then)
  await main.getByRole('button', { name: '查看' }).first().click()
  await expect(main).toContainText(`按${then}日终所知`)
  await settled(page)
  const known = await follow(page, await figureOf('培训'))
  expect(known).toBeLessThan(today)
  await expect(main.getByText(`合计 ${known} 次`)).toBeVisible()
  const told = main.getByRole('table', { name: '培训明细' }).locator('tbody tr')
  await expect(told).toHaveCount(Math.min(known, 50))
  expect((await told.first().getByRole('cell').last().innerText()).slice(0, 10) <= then).toBe(true)
})

test(
  'a board fills the screen of a meeting room: large type and nothing beside it, by the keyboard, without scripts too; Escape leads back',
  night,
  async ({ browser }) => {
    const { page, context } = await signIn(browser, 'chengshi.zhuren')
    await page.goto('/dashboards/indicators?year=2026')
    await settled(page)
    const sizeOf = () => page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize))
    const small = await sizeOf()
    await page.getByRole('main').getByRole('link', { name: '全屏显示' }).focus()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/year=2026&view=full/)
    await expect(page.getByRole('link', { name: '退出全屏（Esc）' })).toBeVisible()
    await expect(page.getByRole('navigation')).toHaveCount(0)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect(await sizeOf()).toBeGreaterThan(small * 1.3)
    await page.keyboard.press('Escape')
    await expect(page).toHaveURL(/\/dashboards\/indicators\?year=2026$/)
    await expect(page.getByRole('navigation').first()).toBeVisible()
    const plain = await browser.newContext({
      ...{
        javaScriptEnabled: false,
        storageState: await context.storageState(),
        viewport: { width: 1920, height: 1080 },
      },
      locale: 'zh-CN',
    })
    const still = await plain.newPage()
    await still.goto('/dashboards?view=full')
    await expect(still.getByRole('navigation')).toHaveCount(0)
    await still.getByRole('link', { name: '退出全屏（Esc）' }).click()
    await expect(still).toHaveURL(/\/dashboards$/)
  },
)

test('[B-05] a member without the line of supervision finds small counts hidden on the joint board, and hidden in its file', async ({
  browser,
}) => {
  const { page } = await signIn(browser, 'lianxi.huiyi')
  await page.goto('/dashboards/joint?period=twelveMonths')
  await settled(page)
  const main = page.getByRole('main')
  const hiddenShown = await main.getByRole('cell', { name: '不显示', exact: true }).count()
  expect(hiddenShown).toBeGreaterThan(1)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    main.getByRole('link', { name: '导出 Excel' }).click(),
  ])
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(await download.path())
  expect(book.worksheets.map(({ name }) => name)).toContain('按服务领域')
  let hiddenInFile = 0
  for (const sheet of book.worksheets)
    sheet.eachRow(row => {
      row.eachCell(({ value }) => {
        if (value === '不显示') hiddenInFile += 1
      })
    })
  expect(hiddenInFile).toBeGreaterThan(1)
})
