import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test'
import { demoPassword } from '@fuqiao/db/factories'

/** A signed-in person in a browser window of their own. */
export type Person = { page: Page; context: BrowserContext }

/** Whether the page's script has taken over: before, a click is a plain form post. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('load')
  await page.waitForFunction(() => document.documentElement.dataset['hydrated'] === 'true')
}

/** Opens a window and signs in with an account of the demo network. */
export async function signIn(
  browser: Browser,
  loginName: string,
  size: { width: number; height: number } = { width: 1440, height: 900 },
): Promise<Person> {
  const context = await browser.newContext({ viewport: size, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await settled(page)
  await page.locator('[name=loginName]').fill(loginName)
  await page.locator('[name=password]').fill(demoPassword)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page).not.toHaveURL(/sign-in/)
  await settled(page)
  return { page, context }
}
