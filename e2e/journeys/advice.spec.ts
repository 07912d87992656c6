import { expect, test } from '@playwright/test'
import { act, showsState } from './forms.ts'
import { settled, signIn } from './people.ts'
import { night } from './night.ts'

const question = '成立三年的助老组织首次承接政府购买服务,账目怎样单列?'

test(
  'a street asks the city centre for advice without naming anyone: described, approved, answered, closed by the street alone, and followed by a referral',
  night,
  async ({ browser }) => {
    test.setTimeout(180_000)
    const street = await signIn(browser, 'donghuamen.zhuren')
    const city = await signIn(browser, 'chengshi.zhuren')
    const { page } = street
    await page.goto('/referrals/new')
    await settled(page)
    await page.getByRole('button', { name: '发起咨询' }).click()
    await expect(page).toHaveURL(/compose\?step=need/)
    await settled(page)
    const id = /referrals\/([0-9a-f-]+)/.exec(page.url())?.[1] ?? ''
    await page.locator('[name=needText]').fill(question)
    await page.locator('[name=need]').selectOption({ label: '一站式综合服务' })
    await page.locator('[name=field]').selectOption('elderCare')
    await page.locator('[name=stage]').selectOption('growing')
    await page.getByRole('combobox', { name: '所在地区' }).fill('东华门')
    await page
      .getByRole('option', { name: /东华门/ })
      .first()
      .click()
    await page.getByRole('button', { name: '保存并继续' }).click()
    await expect(page).toHaveURL(/step=target/)
    await settled(page)
    await page
      .getByRole('radio', { name: /北京市/ })
      .first()
      .check()
    await page.getByRole('button', { name: '保存并继续' }).click()
    await expect(page).toHaveURL(/step=check/)
    await expect(page.getByRole('main')).toContainText(question)
    await settled(page)
    await page.getByRole('button', { name: '提交审批' }).click()
    await expect(page).toHaveURL(new RegExp(`/referrals/${id}$`))
    await act(page, 'approve')
    await showsState(page, '待签收')

    // The adviser reads the question and the case, and no name, consent or dossier, before and after it accepts.
    await city.page.goto('/referrals/inbox?kind=consult')
    await settled(city.page)
    await city.page.goto(`/referrals/${id}`)
    await expect(city.page.getByRole('main')).toContainText(question)
    await act(city.page, 'acknowledge')
    await showsState(city.page, '已签收')
    await act(city.page, 'accept', { leadName: '周敏' })
    await showsState(city.page, '已接收')
    await expect(city.page.getByText('授权内容')).toHaveCount(0)
    await act(city.page, 'begin')
    await showsState(city.page, '服务中')
    await act(city.page, 'reportOutcome', { outcomeCode: 'answered', servicesDelivered: '专账核算,按项目设辅助账。' })
    await showsState(city.page, '待确认办结')

    await page.goto(`/referrals/${id}`)
    await expect(page.getByRole('main')).toContainText('专账核算')
    await act(page, 'confirmClosure')
    await showsState(page, '已办结')
    await page.getByRole('link', { name: '转介给该机构' }).click()
    await expect(page).toHaveURL(/consult=/)
    await settled(page)
    await page.getByRole('main').locator('form[action="?/start"] button').first().click()
    await expect(page).toHaveURL(/compose/)
    await page.goto(page.url().replace(/step=\w+/, 'step=need'))
    await expect(page.locator('[name=needText]')).toHaveValue(question)
  },
)
