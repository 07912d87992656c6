import { expect, type Page, test } from '@playwright/test'
import { settled, signIn } from './people.ts'
import { lookOnBoth, sizes } from './tours.ts'

const main = (page: Page) => page.getByRole('main')
const press = async (page: Page, name: string) => {
  await settled(page)
  await page.getByRole('button', { name, exact: true }).click()
}

test('[B-06] a street’s notice is returned with a remark, mended, approved, and read on the public page and in the feed without an account', async ({
  browser,
}) => {
  const street = await signIn(browser, 'donghuamen.jingban', sizes.phone)
  const desk = street.page
  await desk.goto('/publishing/new')
  await settled(desk)
  await desk.locator('[name=title]').fill('邻里市集招募摊主')
  await desk.locator('[name=body]').fill('下月第一个星期六举办邻里市集。\n\n<b>名额有限</b> & 先到先得。')
  await press(desk, '保存')
  await expect(desk).toHaveURL(/\/publishing\/[0-9a-f-]{36}$/)
  const address = new URL(desk.url()).pathname
  await expect(main(desk)).toContainText('已保存')
  await press(desk, '提交审核')
  await expect(main(desk)).toContainText('待审核')

  const centre = await signIn(browser, 'chengshi.zhuren')
  const { page } = centre
  await page.goto('/publishing?box=toApprove')
  await page.getByRole('link', { name: '邻里市集招募摊主' }).click()
  await settled(page)
  await page.locator('[name=remarks]').fill('请写明报名电话。')
  await press(page, '退回修改')
  await expect(main(page)).toContainText('请写明报名电话。')

  await desk.goto(address)
  await expect(main(desk)).toContainText('请写明报名电话。')
  await settled(desk)
  await desk
    .locator('[name=body]')
    .fill('下月第一个星期六举办邻里市集。\n\n<b>名额有限</b> & 先到先得，报名电话 010-5550000。')
  await press(desk, '保存')
  await expect(main(desk)).toContainText('已保存')
  await press(desk, '提交审核')
  await expect(main(desk)).toContainText('待审核')
  await page.reload()
  await press(page, '同意发布')
  await expect(main(page)).toContainText('已发布')

  const anybody = await browser.newContext()
  const reader = await anybody.newPage()
  await reader.goto('/public/news?q=邻里市集')
  await reader.getByRole('link', { name: '邻里市集招募摊主' }).click()
  await expect(main(reader)).toContainText('<b>名额有限</b> & 先到先得，报名电话 010-5550000。')
  await lookOnBoth(reader, 'public-news-one')
  const news = new URL(reader.url()).pathname
  const feed = await reader.request.get('/public/news/feed.xml')
  expect([feed.status(), feed.headers()['content-type']]).toEqual([200, 'application/atom+xml; charset=utf-8'])
  const problems = await reader.evaluate(
    text => {
      const parsed = new DOMParser().parseFromString(text, 'application/xml')
      const entry = [...parsed.querySelectorAll('entry')].find(
        one => one.querySelector('title')?.textContent === '邻里市集招募摊主',
      )
      return {
        broken: parsed.querySelector('parsererror') !== null,
        href: entry?.querySelector('link')?.getAttribute('href'),
        summary: entry?.querySelector('summary')?.textContent,
      }
    },
    await feed.text(),
  )
  expect(problems).toMatchObject({ broken: false, href: new URL(news, reader.url()).href })
  expect(problems.summary).toContain('<b>名额有限</b> &')

  await settled(page)
  await page.locator('[name=reason]').fill('摊位已满')
  await press(page, '撤下')
  await expect(main(page)).toContainText('摊位已满')
  const gone = await reader.goto(news)
  expect(gone?.status()).toBe(410)
  await expect(main(reader)).toContainText('摊位已满')
  for (const context of [street.context, centre.context, anybody]) await context.close()
})
