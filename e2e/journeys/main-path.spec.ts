import { type Browser, expect, test } from '@playwright/test'
import ExcelJS from 'exceljs'
import { act, dayFromToday, showsState } from './forms.ts'
import { type Person, settled, signIn } from './people.ts'

const organisationName = '晨禾社区养老互助中心'
const marker = '需要规范财务与志愿者管理制度'

/** Every cell of an exported workbook. */
async function textOf(workbook: Buffer): Promise<string> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(workbook as unknown as ArrayBuffer)
  return book.worksheets.flatMap(sheet => sheet.getSheetValues().map(row => JSON.stringify(row))).join('\n')
}

/** Everything a person can open that lists, counts or finds. */
async function looksEverywhere({ page }: Person): Promise<string> {
  const seen: string[] = []
  for (const address of [
    '/workbench',
    '/referrals/inbox',
    '/referrals/outbox',
    '/referrals/desk',
    '/notices',
    `/organisations?q=${encodeURIComponent('晨禾')}`,
    '/organisations?q=chsqyl',
    '/dashboards',
    '/dashboards/referrals',
  ]) {
    await page.goto(address)
    seen.push(await page.getByRole('main').innerText())
  }
  for (const address of ['/files/organisations.xlsx', '/referrals/export?box=inbox']) {
    seen.push(await textOf(await (await page.request.get(address)).body()))
  }
  return seen.join('\n')
}

async function windows(browser: Browser) {
  return {
    street: await signIn(browser, 'donghuamen.zhuren'),
    organisation: await signIn(browser, 'zuzhi.chenhe', { width: 390, height: 844 }),
    city: await signIn(browser, 'chengshi.zhuren'),
    district: await signIn(browser, 'dongcheng.zhuren'),
    stranger: await signIn(browser, 'xicheng.zhuren'),
  }
}

test('[B-11] a street refers an organisation to the city centre: consent, preview, acceptance, outcome, closure by both, re-opening and closure again, and nobody else sees it', async ({
  browser,
}) => {
  test.setTimeout(300_000)
  const { street, organisation, city, district, stranger } = await windows(browser)
  await city.page.goto('/referrals/inbox')
  await settled(city.page)

  // The street's desk composes, step by step.
  const { page } = street
  await page.goto(`/referrals/new?text=${encodeURIComponent('晨禾')}`)
  await settled(page)
  await page
    .getByRole('button', { name: new RegExp(organisationName) })
    .first()
    .click()
  await expect(page).toHaveURL(/\/referrals\/[0-9a-f-]+\/compose/)
  await settled(page)
  const id = /referrals\/([0-9a-f-]+)/.exec(page.url())?.[1] ?? ''
  await page.locator('[name=need]').selectOption({ label: '一站式综合服务' })
  await page.locator('[name=needText]').fill(marker)
  await page.getByRole('button', { name: '保存并继续' }).click()
  await expect(page).toHaveURL(/step=target/)
  await settled(page)
  await page
    .getByRole('radio', { name: /北京市/ })
    .first()
    .check()
  await page.getByRole('button', { name: '保存并继续' }).click()
  await expect(page).toHaveURL(/step=share/)
  await settled(page)
  await page.locator('[name=purpose]').fill('由市级中心提供一站式综合服务')
  await page.locator('[name=sections][value=profile]').check()
  await page.locator('[name=sections][value=services]').check()
  await page.getByRole('button', { name: '保存并继续' }).click()
  await expect(page).toHaveURL(/step=check/)
  await settled(page)
  await page.getByRole('button', { name: '提请组织同意' }).click()
  await expect(page).toHaveURL(new RegExp(`/referrals/${id}$`))
  const number = (/\d{4}-\d{2,}-\d{4}/.exec(await page.getByRole('main').innerText()) ?? [''])[0]
  expect(number).not.toBe('')

  // The organisation reads on its phone exactly what would go to whom, and signs.
  await organisation.page.goto('/workbench')
  await organisation.page.goto('/my/referrals')
  await organisation.page.locator('a[href^="/my/consents/"]').first().click()
  await settled(organisation.page)
  await expect(organisation.page.getByRole('main')).toContainText('北京市社会组织发展服务中心')
  await organisation.page.locator('form[action="?/sign"] [name=signatory]').fill('顾若宁（演示）')
  await organisation.page.locator('form[action="?/sign"] button[type=submit]').click()
  await expect(organisation.page.locator('form[action="?/sign"]')).toHaveCount(0)

  // The director approves; the city's open inbox shows it without a reload, as a preview without a name.
  await page.goto(`/referrals/${id}`)
  await act(page, 'approve')
  await showsState(page, '待签收')
  await expect(city.page.getByText(number).first()).toBeVisible()
  const preview = await city.page.getByRole('main').innerText()
  expect(preview).not.toContain(organisationName)
  await city.page.goto(`/referrals/${id}`)
  expect(await city.page.getByRole('main').innerText()).not.toContain('晨禾')

  await act(city.page, 'acknowledge')
  await showsState(city.page, '已签收')
  await expect(page.getByText('已签收').first()).toBeVisible()
  await act(city.page, 'accept', { leadName: '江予安（演示）', firstContactOn: dayFromToday(2) })
  await showsState(city.page, '已接收')
  await expect(city.page.getByRole('main')).toContainText(organisationName)

  // The district above the street has its count and no referral; the third district has nothing at all.
  expect((await district.page.request.get(`/referrals/${id}`)).status()).toBe(404)
  expect((await stranger.page.request.get(`/referrals/${id}`)).status()).toBe(404)
  const elsewhere = await looksEverywhere(stranger)
  for (const secret of [organisationName, number, marker, id]) expect(elsewhere).not.toContain(secret)
  await district.page.goto('/referrals/desk')
  expect(await district.page.getByRole('main').innerText()).not.toContain(number)

  await act(city.page, 'begin', { beginNote: '已电话联系，约定到访' })
  await showsState(city.page, '服务中')
  await act(city.page, 'progress', { progressNote: '完成财务制度辅导第一次' })
  await expect(page.getByRole('main')).toContainText('完成财务制度辅导第一次')
  const outcome = await city.page
    .locator('form[action="?/reportOutcome"] [name=outcomeCode] option')
    .nth(1)
    .getAttribute('value')
  await act(city.page, 'reportOutcome', {
    outcomeCode: outcome ?? '',
    servicesDelivered: '一站式咨询三次，制度文本一套',
  })
  await showsState(city.page, '待确认办结')

  await act(page, 'confirmClosure')
  // Whoever confirms on a page from before the other side did is told so.
  await expect(page.getByText('已确认办结').first()).toBeVisible()
  await organisation.page.goto(`/my/referrals/${id}`)
  await act(organisation.page, 'confirmClosure')
  await showsState(organisation.page, '已办结')
  await expect(page.getByText('已办结').first()).toBeVisible()

  // What comes up within ninety days goes on in the same referral, under the consent that still holds; then it closes again.
  await act(city.page, 'reopen', { reopenReason: '换届后需要再辅导一次' })
  await showsState(city.page, '服务中')
  await expect(city.page.getByRole('main')).toContainText(organisationName)
  await expect(page.getByRole('main')).toContainText('换届后需要再辅导一次')
  await act(city.page, 'reportOutcome', { outcomeCode: outcome ?? '', servicesDelivered: '换届辅导一次' })
  await act(page, 'confirmClosure')
  await organisation.page.goto(`/my/referrals/${id}`)
  await act(organisation.page, 'confirmClosure')
  await showsState(organisation.page, '已办结')

  // Sight ended with the referral; the organisation still reads who looked.
  await city.page.goto(`/organisations?q=${encodeURIComponent('晨禾')}`)
  await organisation.page.goto('/my/sharing')
  await expect(organisation.page.getByRole('main')).toContainText('北京市社会组织发展服务中心')
  const after = await looksEverywhere(stranger)
  for (const secret of [organisationName, number, marker, id]) expect(after).not.toContain(secret)
  for (const person of [street, organisation, city, district, stranger]) await person.context.close()
})
