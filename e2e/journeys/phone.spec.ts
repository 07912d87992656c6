import { expect, test } from '@playwright/test'
import { settled, signIn } from './people.ts'
import { night } from './night.ts'

const phone = { width: 390, height: 844 } as const

test('on a phone, where rows are cards, a list is sorted by a field above it that keeps the filter and starts over', async ({
  browser,
}) => {
  const { page, context } = await signIn(browser, 'dongcheng.zhuren', phone)
  await page.goto('/organisations?within=below')
  await settled(page)
  const names = page.getByRole('main').locator('tbody th a')
  const byDefault = await names.allInnerTexts()
  const field = page.getByRole('main').getByLabel('排序')
  await expect(field).toBeVisible()
  expect((await field.boundingBox())?.height).toBeGreaterThanOrEqual(44)
  await field.selectOption('name')
  await page.getByRole('button', { name: '应用' }).click()
  await expect(page).toHaveURL(/sort=name/)
  await settled(page)
  const upwards = await names.allInnerTexts()
  expect(upwards).not.toEqual(byDefault)
  await page.getByRole('link', { name: '下一页' }).click()
  await expect(page).toHaveURL(/after=/)
  await settled(page)
  await field.selectOption('-name')
  await page.getByRole('button', { name: '应用' }).click()
  await expect(page).toHaveURL(url => url.searchParams.get('sort') === '-name')
  const { searchParams } = new URL(page.url())
  expect(searchParams.has('after')).toBe(false)
  expect(searchParams.get('within')).toBe('below')
  await expect(field).toHaveValue('-name')
  await page.setViewportSize({ width: 1440, height: 900 })
  await expect(field).toBeHidden()
  await context.close()
})

test('the field that sorts a list on a phone works without scripts', night, async ({ browser }) => {
  const { context } = await signIn(browser, 'dongcheng.zhuren', phone)
  const plain = await browser.newContext({
    viewport: phone,
    javaScriptEnabled: false,
    storageState: await context.storageState(),
  })
  const page = await plain.newPage()
  await page.goto('/referrals/inbox?overdue=')
  await page.getByRole('main').getByLabel('排序').selectOption('submittedAt')
  await page.getByRole('button', { name: '应用' }).click()
  await expect(page).toHaveURL(/sort=submittedAt/)
  await expect(page.getByRole('main').getByLabel('排序')).toHaveValue('submittedAt')
  await plain.close()
  await context.close()
})
