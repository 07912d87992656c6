import { expect, type Page, test } from '@playwright/test'
import { settled, signIn } from './people.ts'

const name = '北京市朝阳区拾光邻里互助社'

/** Registers an organisation; whoever is told of one that looks the same says that it is another. Answers its page. */
async function register(page: Page): Promise<string> {
  await page.goto('/organisations/new')
  await settled(page)
  await page.locator('[name=name]').fill(name)
  await page.locator('[name=kind][value=inPreparation]').check()
  await page.locator('[name=stage]').selectOption('preparing')
  await page.locator('[name=field]').selectOption('elderCare')
  const division = page.getByRole('combobox', { name: '所在区划' })
  await division.fill('建外')
  // The incubator's own division is chosen beforehand: to choose it again must not take it away.
  const own = page.locator('input[name=divisionCode]')
  await expect(own).not.toHaveValue('')
  await page.getByRole('option', { name: /建外/ }).first().click()
  await expect(own).not.toHaveValue('')
  const send = page.getByRole('button', { name: '登记', exact: true })
  await send.click()
  const answer = page.locator('[name=duplicateAnswer]')
  await expect(async () => {
    const isThere = /\/organisations\/[0-9a-f-]{36}$/.test(page.url())
    expect(isThere || (await answer.isVisible())).toBe(true)
  }).toPass()
  if (await answer.isVisible()) {
    await answer.fill('电话核实，另一家')
    await send.click()
  }
  await expect(page).toHaveURL(/\/organisations\/[0-9a-f-]{36}$/)
  return new URL(page.url()).pathname
}

test('[B-11] a director merges a duplicate: both side by side, the reason, and the old page leads to the one that stays', async ({
  browser,
}) => {
  const { page } = await signIn(browser, 'jianwai.zhuren')
  const [survivor, duplicate] = [await register(page), await register(page)]
  await settled(page)
  await page.getByRole('link', { name: '合并' }).click()
  await page.getByRole('link', { name }).filter({ visible: true }).last().click()
  await expect(page.getByRole('main')).toContainText('保留的')
  await settled(page)
  await page.locator('[name=reason]').fill('同一家组织登记了两次')
  await page.getByRole('button', { name: '确认合并' }).click()
  await expect(page).toHaveURL(new RegExp(`${survivor}$`))
  await expect(page.getByRole('main')).toContainText('已并入本组织的重复记录')

  await page.goto(duplicate)
  await expect(page.getByRole('main')).toContainText('同一家组织登记了两次')
  await expect(page.getByRole('link', { name: '修改登记信息' })).toHaveCount(0)
  await page.getByRole('main').getByRole('link', { name }).first().click()
  await expect(page).toHaveURL(new RegExp(`${survivor}$`))
})
