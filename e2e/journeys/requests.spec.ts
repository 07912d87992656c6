import { expect, type Page, test } from '@playwright/test'
import { act, dayFromToday, showsState } from './forms.ts'
import { settled, signIn } from './people.ts'
import { night } from './night.ts'

const organisationName = '北京市东城区栖屿居家养老服务中心'
const stranger = '北京市没有登记过的互助社'

/** Asks for an organisation by its full name; answers what the asker is told, without what it wrote itself. */
async function ask(page: Page, name: string): Promise<string> {
  await page.goto('/referrals/requests/new')
  await settled(page)
  await page.locator('[name=name]').fill(name)
  await page.locator('[name=need]').selectOption({ label: '能力建设' })
  await page.locator('[name=field]').selectOption('elderCare')
  await page.locator('[name=reason]').fill('该组织来访，服务对象多在我区')
  await page.locator('[name=offer]').fill('下月开班的能力建设课程')
  await page.getByRole('button', { name: '提出申请' }).click()
  await expect(page).toHaveURL(/\/referrals\/requests$/)
  return rowOf(page, name)
}

async function rowOf(page: Page, name: string): Promise<string> {
  const row = page.getByRole('row').filter({ hasText: name })
  await expect(row).toHaveCount(1)
  return (await row.innerText())
    .replaceAll(name, 'NAME')
    .replaceAll(/DR[\d-]+/g, 'NUMBER')
    .replaceAll(/\d\d:\d\d/g, 'TIME')
}

/** The referral that a list leads to first. */
async function firstReferral(page: Page): Promise<string> {
  const href = await page.getByRole('main').getByRole('row').nth(1).getByRole('link').first().getAttribute('href')
  const id = /referrals\/([0-9a-f-]{36})/.exec(href ?? '')?.[1]
  if (id === undefined) throw new Error('the list is empty')
  return id
}

test(
  '[B-11] a district asks for an organisation of a street: the same answer as for one that there is not; the street completes the draft, the organisation consents, the district accepts',
  night,
  async ({ browser }) => {
    test.setTimeout(240_000)
    const asker = await signIn(browser, 'xicheng.zhuren')
    const custodian = await signIn(browser, 'jingshan.zhuren')
    const organisation = await signIn(browser, 'zuzhi.qiyu', { width: 390, height: 844 })
    const { page } = asker
    await page.goto('/referrals/requests')
    await expect(page.getByRole('main')).toContainText('还没有调入申请')
    const nobody = await ask(page, stranger)
    const somebody = await ask(page, organisationName)
    expect(somebody).toBe(nobody)

    // The street is told, reads who asks and why, and completes what was drafted in its name.
    const { page: street } = custodian
    await expect(async () => {
      await street.goto('/notices')
      await expect(street.getByRole('main')).toContainText('申请调入贵机构的一家组织', { timeout: 500 })
    }).toPass({ timeout: 30_000 })
    await street.goto('/referrals/outbox?kind=pull')
    const id = await firstReferral(street)
    await street.goto(`/referrals/${id}/compose`)
    await expect(street.getByRole('main')).toContainText('该组织来访，服务对象多在我区')
    expect((await page.request.get(`/referrals/${id}`)).status()).toBe(404)
    await street.goto(`/referrals/${id}/compose?step=target`)
    await expect(street).toHaveURL(/step=share/)
    await settled(street)
    await street.locator('[name=purpose]').fill('参加西城区的能力建设')
    await street.locator('[name=sections][value=profile]').check()
    await street.getByRole('button', { name: '保存并继续' }).click()
    await expect(street).toHaveURL(/step=check/)
    await settled(street)
    await street.getByRole('button', { name: '提请组织同意' }).click()
    await expect(street).toHaveURL(new RegExp(`/referrals/${id}$`))
    await page.goto('/referrals/requests')
    expect(await rowOf(page, organisationName)).toBe(await rowOf(page, stranger))

    await organisation.page.goto('/my/referrals')
    await organisation.page.locator('a[href^="/my/consents/"]').first().click()
    await settled(organisation.page)
    await expect(organisation.page.getByRole('main')).toContainText('西城区')
    await organisation.page.locator('form[action="?/sign"] [name=signatory]').fill('沈亦然（演示）')
    await organisation.page.locator('form[action="?/sign"] button[type=submit]').click()
    await expect(organisation.page.locator('form[action="?/sign"]')).toHaveCount(0)
    await street.goto(`/referrals/${id}`)
    await act(street, 'approve')
    await showsState(street, '待签收')

    // From here it is a referral like any other, and the request leads to it.
    await page.goto('/referrals/requests')
    await expect(page.getByRole('row').filter({ hasText: organisationName })).toContainText('已转介')
    await expect(page.getByRole('row').filter({ hasText: stranger })).toContainText('已申请')
    await page.getByRole('row').filter({ hasText: organisationName }).getByRole('link').first().click()
    await expect(page).toHaveURL(new RegExp(`/referrals/${id}$`))
    await act(page, 'acknowledge')
    await showsState(page, '已签收')
    await act(page, 'accept', { leadName: '温述之（演示）', firstContactOn: dayFromToday(2) })
    await showsState(page, '已接收')
    await expect(page.getByRole('main')).toContainText(organisationName)
    for (const person of [asker, custodian, organisation]) await person.context.close()
  },
)

test(
  '[X-05] a request for an organisation that nobody has ends with its term, and the asker is told so; one that the custodian throws away with a reason looks the same',
  night,
  async ({ browser }) => {
    const { page, context } = await signIn(browser, 'dongcheng.zhuren')
    await page.goto('/referrals/requests')
    const old = page.getByRole('row').filter({ hasText: '北京市星桥邻里互助中心' })
    await expect(old).toContainText('期满未转介')
    await page.goto('/notices')
    await expect(page.getByRole('main')).toContainText('期满，未转介')

    await page.goto('/referrals/requests?state=open')
    const open = page.getByRole('main').getByRole('row').nth(1)
    await expect(open).toContainText('已申请')
    const before = await open.innerText()
    const custodian = await signIn(browser, 'jianwai.zhuren')
    const { page: street } = custodian
    await street.goto('/referrals/outbox?kind=pull')
    const id = await firstReferral(street)
    await street.goto(`/referrals/${id}`)
    await expect(street.getByRole('main')).toContainText('负责人来访时说明服务对象多在我区')
    await act(street, 'discard', { discardReason: '组织正在本街道入驻，暂不转介' })
    await expect(street).toHaveURL(/outbox/)
    expect((await street.request.get(`/referrals/${id}`)).status()).toBe(404)
    await page.goto('/referrals/requests?state=open')
    expect(await open.innerText()).toBe(before)
    for (const each of [context, custodian.context]) await each.close()
  },
)
