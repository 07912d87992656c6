import { expect, type Page } from '@playwright/test'
import { act } from './forms.ts'
import { settled } from './people.ts'

const paper = { name: '同意书.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 同意书') }

/** What a referral is composed from. */
export type Wish = {
  /** Part of the target's name. */
  target: string
  /** Which organisation of the sender: a piece of its name, or the place in the list of those that changed last. */
  organisation: string | number
  /** Sections of the dossier besides its profile. */
  sections?: readonly string[]
  /** The target is an incubator of a partner network. */
  isAbroad?: boolean
  /** Words of an agreement that the sender is offered to cite, and cites. */
  agreement?: string
}

const next = (page: Page) => page.getByRole('button', { name: '保存并继续' }).click()

async function reached(page: Page, step: string): Promise<void> {
  await expect(page).toHaveURL(new RegExp(`step=${step}`))
  await settled(page)
}

/** Chooses the target of a draft by its name, other than suggested. */
export async function pickTarget(page: Page, id: string, target: string): Promise<void> {
  await page.goto(`/referrals/${id}/compose?step=target&text=${encodeURIComponent(target)}`)
  await page.locator('a[href*="pick="]').first().click()
  await expect(page).toHaveURL(/pick=/)
  await settled(page)
  await page.locator('[name=otherReason]').fill('双方已有合作')
  await next(page)
  await reached(page, 'share')
}

/** Chooses an incubator of a partner network as the target of a draft, by its name. */
export async function pickPartner(page: Page, id: string, target: string): Promise<void> {
  await page.goto(`/referrals/${id}/compose?step=target&partners=1`)
  await settled(page)
  await page.getByRole('link', { name: new RegExp(target) }).click()
  await expect(page).toHaveURL(/incubator=/)
  await settled(page)
  await expect(page.locator('[name=target][value=partner]')).toBeChecked()
  await page.locator('[name=otherReason]').fill('组织迁往该市')
  await next(page)
  await reached(page, 'share')
}

/** Asks the organisation for its consent, from the last step of a draft. */
export async function askConsent(page: Page, id: string): Promise<void> {
  await reached(page, 'check')
  await page.getByRole('button', { name: '提请组织同意' }).click()
  await expect(page).toHaveURL(new RegExp(`/referrals/${id}$`))
}

/** Brings the consent of an organisation on paper. */
export async function consentOnPaper(page: Page): Promise<void> {
  await settled(page)
  const form = page.locator('form[action="?/signConsent"]')
  if (!(await form.isVisible())) await page.locator('details').filter({ has: form }).locator('summary').first().click()
  await form.locator('[name=paper]').setInputFiles(paper)
  await act(page, 'signConsent', { signatory: '理事长', paperReason: '组织没有账号' })
}

/** Composes a referral as far as the question whether the organisation consents. Answers its id. */
export async function compose(
  page: Page,
  { target, organisation, sections = [], agreement, isAbroad = false }: Wish,
): Promise<string> {
  await page.goto(
    typeof organisation === 'string' ? `/referrals/new?text=${encodeURIComponent(organisation)}` : '/referrals/new',
  )
  await settled(page)
  await page
    .locator('form[action="?/start"] button')
    .nth(typeof organisation === 'string' ? 0 : organisation)
    .click()
  await expect(page).toHaveURL(/\/referrals\/[0-9a-f-]+\/compose/)
  await settled(page)
  const id = /referrals\/([0-9a-f-]+)/.exec(page.url())?.[1] ?? ''
  await page.locator('[name=need]').selectOption({ index: 1 })
  await page.locator('[name=needText]').fill('需要负责人培训')
  await next(page)
  await reached(page, 'target')
  await (isAbroad ? pickPartner : pickTarget)(page, id, target)
  if (agreement !== undefined) await expect(page.locator('[name=agreementId]')).toContainText(agreement)
  await page.locator('[name=purpose]').fill('参加能力建设培训')
  for (const section of ['profile', ...sections]) await page.locator(`[name=sections][value=${section}]`).check()
  await next(page)
  await askConsent(page, id)
  return id
}

/** Composes a referral as a director, brings the consent on paper, and approves. Answers its id. */
export async function refer(page: Page, wish: Wish): Promise<string> {
  const id = await compose(page, wish)
  await consentOnPaper(page)
  await expect(page.locator('form[action="?/approve"]')).toBeVisible()
  await act(page, 'approve')
  await expect(page.locator('form[action="?/approve"]')).toHaveCount(0)
  return id
}
