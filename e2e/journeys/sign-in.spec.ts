import { demoPassword } from '@fuqiao/db/factories'
import { expect, test } from '@playwright/test'
import { settled, signIn } from './people.ts'

test('a person without scripts signs in, sees where they work, and signs out', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto('/workbench')
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fworkbench/)
  await page.locator('[name=loginName]').fill('dongcheng.zhuren')
  await page.locator('[name=password]').fill(demoPassword)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page).toHaveURL(/\/workbench/)
  await expect(page.getByRole('banner')).toContainText('东城区')
  await page.goto('/more')
  await page.getByRole('button', { name: '退出登录' }).last().click()
  await page.goto('/workbench')
  await expect(page).toHaveURL(/\/sign-in/)
  await context.close()
})

test('a wrong password says what to do, keeps the login name, and tells nothing of which was wrong', async ({
  page,
}) => {
  await page.goto('/sign-in')
  await settled(page)
  await page.locator('[name=loginName]').fill('xicheng.zhuren')
  await page.locator('[name=password]').fill('not the password')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('alert').or(page.locator('[data-error-summary]')).first()).toBeVisible()
  await expect(page.locator('[name=loginName]')).toHaveValue('xicheng.zhuren')
})

test('a person of two incubators switches, and the page says for whom they act', async ({ browser }) => {
  const { page, context } = await signIn(browser, 'liangchu.jingban')
  const banner = page.getByRole('banner')
  const opener = banner.getByRole('button', { name: /当前身份/ })
  const before = await opener.innerText()
  await opener.click()
  await page.locator('form[action="/acting"]:visible button:not([aria-current="true"])').first().click()
  await expect(page).toHaveURL(/\/workbench/)
  await expect(opener).not.toHaveText(before)
  await context.close()
})

test('a person ends another session of theirs, which is dead at its next step', async ({ browser }) => {
  // An account that no other journey signs in with: it has these two sessions and no more.
  const [here, there] = [await signIn(browser, 'xicheng.zhuanjie'), await signIn(browser, 'xicheng.zhuanjie')]
  await here.page.goto('/account')
  await settled(here.page)
  await here.page.getByRole('button', { name: '结束会话' }).first().click()
  await expect(here.page.getByRole('button', { name: '结束会话' })).toHaveCount(0)
  await there.page.goto('/account')
  await expect(there.page).toHaveURL(/\/sign-in/)
  await here.context.close()
  await there.context.close()
})

test('English, large type and high contrast are kept from page to page', async ({ browser }) => {
  const { page, context } = await signIn(browser, 'jianwai.zhuren')
  await page.goto('/more')
  await settled(page)
  await page.getByRole('button', { name: 'English' }).last().click()
  await expect(page.locator('html')).toHaveAttribute('lang', /^en/)
  await page.goto('/account')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Account and sessions')
  await context.close()
})
