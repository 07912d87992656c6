import { expect, type Page, test } from '@playwright/test'
import { act, showsState } from './forms.ts'
import { settled, signIn } from './people.ts'

const main = (page: Page) => page.getByRole('main')
const remarks = '请写明存在的问题(验收)'

async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await settled(page)
}

/** Opens the mid-year report that waits for the person's incubator, from its workbench. */
async function openOwn(page: Page, of: string): Promise<void> {
  await visit(page, '/reports?waiting=1&whose=own')
  await main(page)
    .getByRole('link', { name: /年中工作报告/ })
    .first()
    .click()
  await expect(page).toHaveURL(/\/reports\/[0-9a-f-]{36}$/)
  await expect(main(page)).toContainText(of)
  await settled(page)
}

async function compile(page: Page): Promise<void> {
  await main(page)
    .getByRole('button', { name: /汇总$/ })
    .or(main(page).getByRole('button', { name: '汇总数据' }))
    .first()
    .click()
  await expect(main(page).getByRole('button', { name: '重新汇总' })).toBeVisible()
}

async function write(page: Page, parts: Record<string, string>): Promise<void> {
  const form = page.locator('form[action="?/save"]')
  for (const [part, words] of Object.entries(parts)) await form.locator(`[name="part.${part}"]`).fill(words)
  await form.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('已保存', { exact: true }).first()).toBeVisible()
  await settled(page)
}

test('[Z-18] a street’s report is returned with remarks, mended and accepted; its district’s follows, and is rolled up to the city', async ({
  browser,
}) => {
  const [street, district, city] = await Promise.all(
    ['jianwai.zhuren', 'chaoyang.zhuren', 'chengshi.zhuren'].map(name => signIn(browser, name)),
  )
  if (!street || !district || !city) throw new Error('somebody did not sign in')
  await openOwn(street.page, '建外')
  const address = new URL(street.page.url()).pathname
  await compile(street.page)
  await write(street.page, { work: '上半年举办培训三次。', plans: '下半年继续。' })
  await act(street.page, 'submit')
  await showsState(street.page, '已报送，待审核')

  // The district's own is not taken before its street's.
  await openOwn(district.page, '朝阳')
  const above = new URL(district.page.url()).pathname
  await compile(district.page)
  await write(district.page, { work: '全区孵化服务平稳。', plans: '推进街道站建设。' })
  await act(district.page, 'submit')
  await expect(main(district.page).getByText('还有 1 份下级报告没有接收或免报')).toBeVisible()

  await visit(district.page, address)
  await act(district.page, 'sendBack', { words: remarks })
  await showsState(district.page, '逾期 · 已退回')
  await visit(street.page, address)
  await expect(main(street.page)).toContainText(remarks)
  await write(street.page, { problems: '周末场地紧张。' })
  await act(street.page, 'submit')
  await showsState(street.page, '已报送，待审核')

  await visit(district.page, address)
  await expect(main(district.page)).toContainText('周末场地紧张。')
  await act(district.page, 'accept', { words: '同意' })
  await showsState(district.page, '已接收')
  const pdf = await street.page.request.get(`/files${address}/report.pdf`)
  expect([pdf.status(), (await pdf.body()).subarray(0, 5).toString()]).toEqual([200, '%PDF-'])

  await visit(district.page, above)
  await act(district.page, 'submit')
  await showsState(district.page, '已报送，待审核')
  await visit(city.page, '/workbench')
  await visit(city.page, above)
  await act(city.page, 'accept')
  await showsState(city.page, '已接收')
  // What a district reported is below the wall of every other.
  expect((await street.page.request.get(above)).status()).toBe(404)

  await openOwn(city.page, '市')
  await compile(city.page)
  const places = main(city.page).locator('section').filter({ hasText: '各下级汇总' })
  await expect(places.last()).toContainText('朝阳')
})
