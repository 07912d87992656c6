import { expect, type Page, test } from '@playwright/test'
import { settled, signIn } from './people.ts'

/** A picture of one pixel. */
const picture = (name: string) => ({
  ...{ name, mimeType: 'image/png' },
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
})

/** Fills whatever an application asks for and has not been given yet. */
async function writeApplication(page: Page): Promise<void> {
  for (const area of await page.locator('textarea[name^="answer-"]').all()) await area.fill('为社区老人提供日间照料')
  for (const choice of await page.locator('input[name^="claim-"][value="yes"]').all()) await choice.check()
  for (const area of await page.locator('textarea[name^="words-"]').all()) await area.fill('情况属实')
}

/** The line of the rail that is to be done now. */
const now = (page: Page) => page.locator('.rail [aria-current=step]')

test('[B-13] a call is published, an application to it is written, refused by name, and accepted: the rail moves on', async ({
  browser,
}) => {
  test.setTimeout(180_000)
  const { page } = await signIn(browser, 'dongcheng.zhuren')
  const main = page.getByRole('main')

  await page.goto('/calls/new')
  await settled(page)
  await page.locator('[name=title]').fill('年末入驻孵化征集')
  await page.locator('[name=closesOn]').fill('2026-11-25')
  await page.locator('[name=places]').fill('5')
  await page.locator('[name=words]').fill('面向初创期社会组织，提供办公工位和能力建设。')
  await page.getByRole('button', { name: '发布', exact: true }).click()
  await expect(main.getByRole('alert')).toContainText('征集至少要开放 10 个工作日')
  await expect(page.locator('[name=title]')).toHaveValue('年末入驻孵化征集')
  await page.locator('[name=closesOn]').fill('2026-12-15')
  await page.getByRole('button', { name: '发布', exact: true }).click()
  await expect(page).toHaveURL(/\/calls\/[0-9a-f-]{36}$/)
  await expect(main).toContainText('开放中')

  await page.getByRole('link', { name: '为组织起草申请' }).click()
  await settled(page)
  await main
    .getByRole('button', { name: /^起草申请/ })
    .first()
    .click()
  await expect(page).toHaveURL(/\/application$/)
  await settled(page)
  await page.getByRole('button', { name: '提交申请' }).click()
  await expect(main.getByRole('alert')).toContainText('申请还不完整')
  await expect(main.getByRole('alert')).toContainText('章程或章程草案')
  await writeApplication(page)
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByText('已保存，可以以后接着填写')).toBeVisible()
  await settled(page)
  await expect(page.locator('[name=answer-purpose]')).toHaveValue('为社区老人提供日间照料')
  await page.locator('[name=paper-charter]').setInputFiles(picture('章程.png'))
  await page.getByRole('button', { name: '提交申请' }).click()
  await expect(page).toHaveURL(/\/cases\/[0-9a-f-]{36}$/)
  await expect(main).toContainText('准入办理中')
  await expect(now(page)).toContainText('受理')
  const address = page.url()

  await settled(page)
  await page.locator('[name=result][value=pass]').check()
  await page.locator('[name=record-completeness]').fill('材料齐全，原件已核对')
  await page.getByRole('button', { name: '办结这一步' }).click()
  await expect(main.getByRole('alert')).toContainText('请逐项认定是否符合')
  for (const choice of await page.locator('input[name^="verdict-"][value="met"]').all()) await choice.check()
  await page.locator('[name=verdict-cleanRecord][value=unmet]').check()
  await page.getByRole('button', { name: '办结这一步' }).click()
  await expect(main.getByRole('alert').first()).toContainText('条件不符合，不能通过：没有违法违规记录')
  await expect(page.locator('[name=record-completeness]')).toHaveValue('材料齐全，原件已核对')
  await expect(page.locator('[name=verdict-cleanRecord][value=unmet]')).toBeChecked()
  await page.locator('[name=verdict-cleanRecord][value=met]').check()
  await page.getByRole('button', { name: '办结这一步' }).click()
  await expect(page.getByText('已办结：受理')).toBeVisible()
  await expect(now(page)).toContainText('初审')
  await expect(main).toContainText(/IC2026-110101-\d{4}/)

  await page.goto('/cases?waiting=1')
  await expect(main.getByRole('row').filter({ hasText: '初审' }).first()).toBeVisible()
  // Due in a week: this month or, where another journey moved the working days, the next.
  const due = main.locator(`a[href="${new URL(address).pathname}"]`).first()
  await page.goto('/cases/calendar')
  if (!(await due.isVisible())) await page.getByRole('link', { name: '下个月' }).click()
  await expect(due).toBeVisible()
})
