import { expect, test } from '@playwright/test'
import { askConsent } from './compose.ts'
import { act, assign, ownReferral, showsState } from './forms.ts'
import { settled, signIn } from './people.ts'
import { night } from './night.ts'

test(
  '[B-11] a referral that nobody answered waits at the common superior’s desk, who dispatches it; the target objects, and the desk assigns it elsewhere under a new consent',
  night,
  async ({ browser }) => {
    test.setTimeout(120_000)
    const organisation = await signIn(browser, 'zuzhi.yunxiu', { width: 390, height: 844 })
    const id = await ownReferral(organisation.page)
    // The organisation reads that it did not go ahead, and nobody's fault.
    await organisation.page.goto(`/my/referrals/${id}`)
    const read = organisation.page.getByRole('main')
    await expect(read).toContainText('未继续办理')
    await expect(read).not.toContainText('逾期未答复')

    const city = await signIn(browser, 'chengshi.zhuanjie')
    await city.page.goto('/referrals/desk')
    await city.page.getByRole('region', { name: '改派或派单' }).locator(`a[href="/referrals/${id}"]`).first().click()
    await expect(city.page).toHaveURL(new RegExp(id))
    await expect(city.page.getByRole('main')).not.toContainText('云岫')
    await act(city.page, 'dispatch', { dispatchReason: '能力建设属于区级中心职能，请接收' })
    await showsState(city.page, '派单待签收')

    const district = await signIn(browser, 'dongcheng.zhuren')
    await district.page.goto(`/referrals/${id}`)
    await expect(district.page.getByRole('main')).toContainText('能力建设属于区级中心职能，请接收')
    // What a superior dispatched is not declined; once, the target may object.
    await expect(district.page.locator('form[action="?/decline"]')).toHaveCount(0)
    await act(district.page, 'object', { objectReason: '本季度能力建设课程已排满' })
    await showsState(district.page, '逾期未答复')

    // The desk reads why, and assigns it elsewhere; the sender drafts nothing but asks the organisation.
    await city.page.goto(`/referrals/${id}`)
    await expect(city.page.getByRole('main')).toContainText('本季度能力建设课程已排满')
    await assign(city.page, '西城区', '西城区本季度仍有名额')
    const sender = await signIn(browser, 'jingshan.zhuren')
    await sender.page.goto(`/referrals/${id}`)
    await sender.page.getByRole('navigation', { name: '转介链' }).getByRole('link').last().click()
    await showsState(sender.page, '草稿')
    const successor = /referrals\/([0-9a-f-]{36})/.exec(sender.page.url())?.[1] ?? ''
    expect(successor).not.toBe(id)
    await sender.page.goto(`/referrals/${successor}/compose?step=check`)
    await expect(sender.page.getByRole('main')).toContainText('上级指定')
    await askConsent(sender.page, successor)

    await organisation.page.goto('/my/referrals')
    await organisation.page.locator('a[href^="/my/consents/"]').first().click()
    await settled(organisation.page)
    await expect(organisation.page.getByRole('main')).toContainText('西城区')
    await act(organisation.page, 'sign', { signatory: '姜予白（演示）' })
    await expect(organisation.page.locator('form[action="?/sign"]')).toHaveCount(0)

    // It goes straight to the target, past the sender's approval.
    const target = await signIn(browser, 'xicheng.zhuren')
    await target.page.goto(`/referrals/${successor}`)
    await showsState(target.page, '派单待签收')
    await act(target.page, 'acknowledge')
    await showsState(target.page, '已签收')
    await expect(target.page.locator('form[action="?/decline"]')).toHaveCount(0)
    for (const person of [organisation, city, district, sender, target]) await person.context.close()
  },
)

test(
  '[B-11] a hand-over goes back: the target asks, the sender accepts, and the organisation is in its custody again',
  night,
  async ({ browser }) => {
    test.setTimeout(60_000)
    const organisation = await signIn(browser, 'zuzhi.lanxi', { width: 390, height: 844 })
    const id = await ownReferral(organisation.page)
    await organisation.page.goto('/my')
    await expect(organisation.page.getByRole('main')).toContainText('东城区')

    const target = await signIn(browser, 'dongcheng.zhuren')
    await target.page.goto(`/referrals/${id}`)
    await act(target.page, 'requestReturn', {
      returnReason: '组织已迁回原街道',
      handOverSheet: '已辅导两次，章程修订未完成。',
    })
    await showsState(target.page, '申请退还')

    const sender = await signIn(browser, 'jingshan.zhuren')
    await sender.page.goto(`/organisations?q=${encodeURIComponent('澜汐')}`)
    await expect(sender.page.getByRole('main')).not.toContainText('北京市东城区澜汐青少年服务中心')
    await sender.page.goto(`/referrals/${id}`)
    await expect(sender.page.getByRole('main')).toContainText('组织已迁回原街道')
    await act(sender.page, 'acceptReturn')
    await showsState(sender.page, '已退还')
    await sender.page.goto(`/organisations?q=${encodeURIComponent('澜汐')}`)
    await expect(sender.page.getByRole('main')).toContainText('北京市东城区澜汐青少年服务中心')
    for (const person of [organisation, target, sender]) await person.context.close()
  },
)

test(
  '[B-11] the organisation disputes the reported outcome, and the common superior rules that the service goes on',
  night,
  async ({ browser }) => {
    test.setTimeout(60_000)
    const organisation = await signIn(browser, 'zuzhi.songhe', { width: 390, height: 844 })
    const id = await ownReferral(organisation.page)
    await organisation.page.goto(`/my/referrals/${id}`)
    await act(organisation.page, 'dispute', { disputeReason: '约定三次辅导，实际只来过一次' })
    await showsState(organisation.page, '有异议，待裁定')

    const city = await signIn(browser, 'chengshi.zhuren')
    await city.page.goto('/referrals/desk?wait=rule')
    await city.page.locator(`a[href="/referrals/${id}"]`).first().click()
    const desk = city.page.getByRole('main')
    // Both sides' words lie before whoever rules.
    await expect(desk).toContainText('约定三次辅导，实际只来过一次')
    await expect(desk).toContainText('提供辅导三次。')
    await act(city.page, 'rule', { ruling: 'redo', rulingText: '辅导次数不足，请补足两次后再报' })
    await expect(desk).toContainText('继续服务')

    const target = await signIn(browser, 'dongcheng.zhuren')
    await target.page.goto(`/referrals/${id}`)
    await showsState(target.page, '服务中')
    await expect(target.page.getByRole('main')).toContainText('辅导次数不足，请补足两次后再报')
    for (const person of [organisation, city, target]) await person.context.close()
  },
)

test(
  '[X-03] an organisation reads who looked before it takes its consent back, and the target’s open page loses the dossier',
  night,
  async ({ browser }) => {
    test.setTimeout(60_000)
    const organisation = await signIn(browser, 'zuzhi.qingmang', { width: 390, height: 844 })
    const id = await ownReferral(organisation.page)

    const target = await signIn(browser, 'chaoyang.zhuanjie')
    await target.page.goto(`/referrals/${id}`)
    await settled(target.page)
    await target.page.locator('form[action="?/openSnapshot"] button[type=submit]').click()
    const open = target.page.getByRole('main')
    await expect(open).toContainText('档案（发出时封存）')

    const { page } = organisation
    await page.goto('/my/sharing')
    await page.locator(`a[href="/my/referrals/${id}/revoke"]`).first().click()
    await expect(page.getByRole('region', { name: '已经看到的内容' })).toContainText('周云舒（演示）')
    await settled(page)
    await page.locator('[name=revokeReason]').fill('理事会决定暂停合作')
    await page.getByRole('button', { name: '撤回同意，立即终止查看' }).click()
    await expect(page).toHaveURL(new RegExp(`/my/referrals/${id}$`))
    await showsState(page, '同意已撤回')

    // Without a reload, and for good.
    await expect(open).not.toContainText('档案（发出时封存）')
    await expect(target.page.locator('form[action="?/openSnapshot"]')).toHaveCount(0)
    await expect(open).not.toContainText('理事会决定暂停合作')
    await page.goto(`/my/referrals/${id}/revoke`)
    await expect(page.locator('form[action="?/revoke"]')).toHaveCount(0)
    for (const person of [organisation, target]) await person.context.close()
  },
)
