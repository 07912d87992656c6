import { expect, type Page } from '@playwright/test'
import { settled } from './people.ts'

const beijing = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' })

/** The civil date in Beijing so many days from today, as a date field takes it: a fixed one would be past some day. */
export const dayFromToday = (days: number): string => beijing.format(Date.now() + days * 86_400_000)

/** Fills and sends one of the forms of a referral's page, named by its action. */
export async function act(page: Page, action: string, fill: Record<string, string> = {}): Promise<void> {
  await settled(page)
  const form = page.locator(`form[action="?/${action}"]`)
  // The step before may still be on its way to the page.
  await form.waitFor({ state: 'attached' })
  if (!(await form.isVisible())) await page.locator('details').filter({ has: form }).locator('summary').first().click()
  for (const [name, value] of Object.entries(fill)) {
    const field = form.locator(`[name="${name}"]`).first()
    const kind = await field.evaluate(element => (element as HTMLInputElement).type)
    if (kind === 'radio') await form.locator(`[name="${name}"][value="${value}"]`).check()
    else if (kind === 'select-one') await field.selectOption(value)
    else await field.fill(value)
  }
  await form.locator('button[type=submit]').click()
}

/** Assigns a referral that failed to another incubator, as the common superior. */
export async function assign(page: Page, target: string, reason: string): Promise<void> {
  await settled(page)
  const form = page.locator('form[action="?/assign"]')
  if (!(await form.isVisible())) await page.locator('details').filter({ has: form }).locator('summary').first().click()
  await form.getByRole('combobox').fill(target)
  await page
    .getByRole('option', { name: new RegExp(target) })
    .first()
    .click()
  await act(page, 'assign', { assignReason: reason })
}

/** The state in which the page shows its referral. */
export const showsState = (page: Page, words: string) =>
  expect(page.getByRole('main').getByText(words, { exact: true }).first()).toBeVisible()

/** The referral that a list of the organisation's account leads to first. */
export async function ownReferral(page: Page): Promise<string> {
  await page.goto('/my/referrals')
  const href = await page.getByRole('main').locator('a[href^="/my/referrals/"]').first().getAttribute('href')
  const id = /my\/referrals\/([0-9a-f-]{36})/.exec(href ?? '')?.[1]
  if (id === undefined) throw new Error('the organisation has no referral')
  return id
}
