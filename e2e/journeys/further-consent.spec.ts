import { expect, type Page, test } from '@playwright/test'
import { compose } from './compose.ts'
import { act, dayFromToday, showsState } from './forms.ts'
import { settled, signIn } from './people.ts'
import { night } from './night.ts'

/** The organisation reads what it is asked in its account, and signs. */
async function sign(page: Page): Promise<void> {
  await page.goto('/my/referrals')
  await page.locator('a[href^="/my/consents/"]').first().click()
  await settled(page)
  const personal = page.locator('[name=agreesPersonal]')
  if ((await personal.count()) > 0) await personal.check()
  await act(page, 'sign', { signatory: '何听松（演示）' })
  await expect(page.locator('form[action="?/sign"]')).toHaveCount(0)
}

test(
  '[X-03] a target asks about what was not consented to: the organisation is asked for its further consent and signs it, the answer takes it along, and the target reads it once it has accepted',
  night,
  async ({ browser }) => {
    test.setTimeout(180_000)
    const sender = await signIn(browser, 'jingshan.zhuren')
    const target = await signIn(browser, 'xicheng.zhuren')
    const organisation = await signIn(browser, 'zuzhi.songhe', { width: 390, height: 844 })
    const id = await compose(sender.page, { target: '西城区', organisation: '松壑', sections: ['services'] })
    await sign(organisation.page)
    await sender.page.goto(`/referrals/${id}`)
    await act(sender.page, 'approve')
    await showsState(sender.page, '待签收')
    await target.page.goto(`/referrals/${id}`)
    await act(target.page, 'acknowledge')
    await showsState(target.page, '已签收')
    await act(target.page, 'requestInformation', { section: 'staff', question: '请提供专职人员情况和名单' })
    await showsState(target.page, '待补正')

    // The sender learns that it was not consented to, and asks; named people are a line of their own.
    await sender.page.goto(`/referrals/${id}`)
    await expect(sender.page.getByRole('main')).toContainText('不在组织已同意的内容之内')
    await settled(sender.page)
    const form = sender.page.locator('form[action="?/requestFurtherConsent"]')
    await sender.page.locator('details').filter({ has: form }).locator('summary').first().click()
    await form.locator('[name=personal]').check()
    await act(sender.page, 'requestFurtherConsent')
    await expect(sender.page.getByRole('main')).toContainText('已就补充内容提请组织同意')
    // The target learns that, and no more.
    const read = target.page.getByRole('main')
    await target.page.goto(`/referrals/${id}`)
    await expect(read).toContainText('转出机构已就补充内容提请组织同意')
    await expect(read).not.toContainText('松壑')

    await organisation.page.goto('/my/referrals')
    await expect(organisation.page.getByRole('main')).toContainText('需要补充内容')
    await organisation.page.locator('a[href^="/my/consents/"]').first().click()
    await expect(organisation.page.getByRole('main')).toContainText('请提供专职人员情况和名单')
    await sign(organisation.page)

    await sender.page.goto(`/referrals/${id}`)
    await expect(sender.page.getByRole('main')).toContainText('组织已同意补充')
    await act(sender.page, 'answerInformation', { answer: '名单和人员情况见补充内容' })
    await showsState(sender.page, '已签收')
    await target.page.goto(`/referrals/${id}`)
    await expect(read).toContainText('名单和人员情况见补充内容')
    await expect(read).not.toContainText('松壑')
    await expect(target.page.locator('form[action="?/openSnapshot"]')).toHaveCount(0)

    await act(target.page, 'accept', { leadName: '温述之（演示）', firstContactOn: dayFromToday(2) })
    await showsState(target.page, '已接收')
    await target.page.locator('form[action="?/openSnapshot"] button[type=submit]').click()
    const supplement = target.page.getByRole('region', { name: '补充同意' })
    await expect(supplement).toContainText('人员')
    await expect(supplement).toContainText('校验值')
    await sender.page.goto(`/referrals/${id}/letter`)
    await expect(sender.page.getByRole('row', { name: '补充同意' })).toContainText(
      '人员、个人信息：账户签署、何听松（演示）',
    )
    await organisation.page.goto(`/my/referrals/${id}`)
    await expect(organisation.page.getByRole('main')).toContainText('已于')
    for (const person of [sender, target, organisation]) await person.context.close()
  },
)
