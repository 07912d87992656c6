import { expect, type Page, test } from '@playwright/test'
import { settled, signIn } from './people.ts'
import { night } from './night.ts'

/** Whether the focus is on the heading that says which step this is. */
const standsAt = (page: Page, step: string) => expect(page.getByRole('heading', { name: step })).toBeFocused()
const summary = (page: Page) => page.locator('[data-error-summary]')

test(
  'each step of composing a referral takes the focus to its heading, and one refused to what is wrong',
  night,
  async ({ browser }) => {
    const { page, context } = await signIn(browser, 'donghuamen.jingban')
    await page.goto('/referrals/new')
    await settled(page)
    await page.locator('form[action="?/start"] button').nth(4).click()
    await expect(page).toHaveURL(/compose/)
    await standsAt(page, '第 2 步，共 5 步 · 需求')
    await page.getByRole('button', { name: '保存并继续' }).click()
    await expect(summary(page)).toBeFocused()
    await page.locator('[name=need]').selectOption({ index: 1 })
    await page.getByRole('button', { name: '保存并继续' }).press('Enter')
    await expect(page).toHaveURL(/step=target/)
    await standsAt(page, '第 3 步，共 5 步 · 接收机构')
    // What is looked for within the step stays where it is.
    const found = page.locator('[name=text]')
    await page.locator('details').filter({ has: found }).locator('summary').click()
    await found.fill('顺义')
    await found.press('Enter')
    await expect(page).toHaveURL(/text=/)
    await expect(page.getByRole('heading', { name: '第 3 步' })).not.toBeFocused()
    await page.getByRole('link', { name: '上一步' }).click()
    await expect(page).toHaveURL(/step=need/)
    await standsAt(page, '第 2 步，共 5 步 · 需求')
    await page.setViewportSize({ width: 390, height: 844 })
    await page.getByRole('button', { name: '保存并继续' }).click()
    await expect(page).toHaveURL(/step=target/)
    await standsAt(page, '第 3 步，共 5 步 · 接收机构')
    await expect(page.getByRole('heading', { name: '第 3 步' })).toBeInViewport({ ratio: 1 })
    await context.close()
  },
)

test(
  'each step of referring several organisations at once takes the focus to its heading, the preview and the way back too',
  night,
  async ({ browser }) => {
    const { page, context } = await signIn(browser, 'donghuamen.jingban')
    await page.goto('/organisations?within=own&sort=updatedAt')
    await settled(page)
    await page
      .getByRole('checkbox', { name: /^选择 / })
      .nth(5)
      .check()
    await page.getByRole('button', { name: '批量转介' }).click()
    await expect(page).toHaveURL(/batches\/new/)
    await standsAt(page, '第 2 步，共 5 步 · 需求')
    await page.locator('[name=need]').selectOption('capabilityBuilding')
    await page.getByRole('button', { name: '下一步' }).click()
    await expect(page).toHaveURL(/step=target/)
    await standsAt(page, '第 3 步，共 5 步 · 接收机构')
    await page.getByRole('button', { name: '下一步' }).click()
    await expect(page.getByText('请选择接收机构')).toBeVisible()
    await expect(page.locator('[name=target]').first()).toBeFocused()
    await page.locator('[name=target]').first().check()
    await page.getByRole('button', { name: '下一步' }).click()
    await expect(page).toHaveURL(/step=share/)
    await standsAt(page, '第 4 步，共 5 步')
    await page.getByRole('button', { name: '预览' }).click()
    await expect(summary(page)).toBeFocused()
    await page.locator('[name=purpose]').fill('参加能力建设培训')
    await page.locator('[name=sections][value=profile]').check()
    await page.locator('[name=name]').fill('冬季能力建设')
    await page.getByRole('button', { name: '预览' }).click()
    await standsAt(page, '第 5 步，共 5 步')
    await page.getByRole('button', { name: '返回修改' }).click()
    await standsAt(page, '第 4 步，共 5 步')
    await context.close()
  },
)
