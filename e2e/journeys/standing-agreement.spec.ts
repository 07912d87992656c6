import { type Browser, expect, type Page, test } from '@playwright/test'
import { act, showsState } from './forms.ts'
import { settled, signIn } from './people.ts'

const title = '能力建设协同(验收)'
const paper = { name: '同意书.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 同意书') }

async function people(browser: Browser) {
  return {
    sender: await signIn(browser, 'xicheng.zhuren'),
    target: await signIn(browser, 'dongcheng.zhuren'),
    stranger: await signIn(browser, 'chaoyang.zhuren'),
  }
}

/** Drafts a standing agreement with another incubator: it accepts one referral a month. */
async function draft(page: Page, other: string): Promise<string> {
  await page.goto('/agreements/new')
  await settled(page)
  await page.getByRole('combobox', { name: /对方机构/ }).fill(other)
  await page
    .getByRole('option', { name: new RegExp(other) })
    .first()
    .click()
  await page.locator('[name=title]').fill(title)
  await page.locator('[name=from]').fill('2026-11-01')
  await page.locator('[name=until]').fill('2027-10-31')
  await page.locator('[name=firstDuties]').fill('推荐需要能力建设的组织')
  await page.locator('[name=secondDuties]').fill('在额度内接收并提供培训')
  await page.locator('[name=accepting][value=second]').check()
  await page.locator('[name=modes][value=coService]').check()
  await page.locator('[name=quota]').fill('1')
  await page.locator('[name=leadName]').fill('苏静姝(演示)')
  await page.getByRole('button', { name: '保存草稿' }).click()
  await expect(page).toHaveURL(/\/agreements\/[0-9a-f-]{36}$/)
  return page.url()
}

/** Composes a referral of the nth organisation of the sender to the target, brings the consent on paper, and approves. */
async function refer(page: Page, nth: number, targetId: string): Promise<string> {
  await page.goto('/referrals/new')
  await settled(page)
  await page.locator('form[action="?/start"] button').nth(nth).click()
  await expect(page).toHaveURL(/\/referrals\/[0-9a-f-]+\/compose/)
  await settled(page)
  const id = /referrals\/([0-9a-f-]+)/.exec(page.url())?.[1] ?? ''
  await page.locator('[name=need]').selectOption({ index: 1 })
  await page.locator('[name=needText]').fill('需要负责人培训')
  await page.getByRole('button', { name: '保存并继续' }).click()
  await expect(page).toHaveURL(/step=target/)
  await page.goto(`/referrals/${id}/compose?step=target&pick=${targetId}`)
  await settled(page)
  await page.locator('[name=otherReason]').fill('双方有合作协议')
  await page.getByRole('button', { name: '保存并继续' }).click()
  await expect(page).toHaveURL(/step=share/)
  await settled(page)
  await expect(page.locator('[name=agreementId]')).toContainText(title)
  await page.locator('[name=purpose]').fill('参加能力建设培训')
  await page.locator('[name=sections][value=profile]').check()
  await page.getByRole('button', { name: '保存并继续' }).click()
  await expect(page).toHaveURL(/step=check/)
  await settled(page)
  await page.getByRole('button', { name: '提请组织同意' }).click()
  await expect(page).toHaveURL(new RegExp(`/referrals/${id}$`))
  await settled(page)
  const form = page.locator('form[action="?/signConsent"]')
  if (!(await form.isVisible())) await page.locator('details').filter({ has: form }).locator('summary').first().click()
  await form.locator('[name=paper]').setInputFiles(paper)
  await form.locator('[name=signatory]').fill('理事长')
  await form.locator('[name=paperReason]').fill('组织没有账号')
  await form.locator('button[type=submit]').click()
  await expect(page.locator('form[action="?/approve"]')).toBeVisible()
  await act(page, 'approve')
  await expect(page.locator('form[action="?/approve"]')).toHaveCount(0)
  return id
}

test('[B-20] two directors sign a standing agreement; a referral within it is accepted by itself, one beyond its quota waits for people', async ({
  browser,
}) => {
  test.setTimeout(300_000)
  const { sender, target, stranger } = await people(browser)
  const address = await draft(sender.page, '东城区')
  expect((await target.page.request.get(address)).status()).toBe(404)
  await act(sender.page, 'propose')
  await showsState(sender.page, '待签署')
  await act(sender.page, 'sign', { signatory: '温述之(演示)' })
  await expect(sender.page.getByRole('main')).toContainText('温述之(演示) 签署')

  await target.page.goto('/agreements')
  await expect(target.page.getByRole('main')).toContainText('待本机构签署')
  await target.page.getByRole('link', { name: title }).first().click()
  await expect(target.page.locator('form[action="?/sign"]')).toBeVisible()
  await act(target.page, 'sign', { signatory: '陆怀瑾(演示)' })
  await showsState(target.page, '生效中')
  expect((await stranger.page.request.get(address)).status()).toBe(404)

  const href = await target.page
    .getByRole('region', { name: '乙方' })
    .locator('a[href^="/tenants/"]')
    .getAttribute('href')
  const targetId = href?.split('/').at(-1) ?? ''
  const within = await refer(sender.page, 0, targetId)
  await expect(async () => {
    await sender.page.goto(`/referrals/${within}`)
    await expect(sender.page.getByRole('main')).toContainText('按协议自动接收')
  }).toPass()
  await target.page.goto(`/referrals/${within}`)
  await showsState(target.page, '已接收')

  const beyond = await refer(sender.page, 1, targetId)
  await expect(async () => {
    await target.page.goto(`/referrals/${beyond}`)
    await expect(target.page.getByRole('main')).toContainText('额度已用完')
  }).toPass()
  await showsState(target.page, '待签收')
  await target.page.goto(address)
  await expect(target.page.getByRole('main')).toContainText('本月已接收 1 件，额度 1 件')
})
