import { type Browser, expect, test } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { act, dayFromToday, showsState } from './forms.ts'
import { beginOwn, lookOn, sentOnBoard } from './onlooker.ts'
import { settled, signIn } from './people.ts'

const organisationName = '晨禾社区养老互助中心'
const marker = '需要规范财务与志愿者管理制度'

async function windows(browser: Browser) {
  return {
    street: await signIn(browser, 'donghuamen.zhuren'),
    organisation: await signIn(browser, 'zuzhi.chenhe', { width: 390, height: 844 }),
    city: await signIn(browser, 'chengshi.zhuren'),
    district: await signIn(browser, 'dongcheng.zhuren'),
    stranger: await signIn(browser, 'xicheng.zhuren'),
  }
}

test('[B-11] a street refers an organisation to the city centre: consent, preview, acceptance, outcome, closure by both, re-opening and closure again; the district above sees its count alone, and a third district nothing at any step', async ({
  browser,
}) => {
  test.setTimeout(600_000)
  const { street, organisation, city, district, stranger } = await windows(browser)
  const [above, third] = [await lookOn(district, { knows: true }), await lookOn(stranger)]
  const sentBefore = await sentOnBoard(district, /东华门/)
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
  let number = ''
  /** After each step: the third district finds nothing, the district above no referral. */
  const nobodyElse = async () => {
    const known = [marker, id, ...(number ? [number] : [])]
    await third.finds({ id, secrets: [organisationName, ...known] })
    await above.finds({ id, secrets: known })
  }
  await nobodyElse()
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
  await nobodyElse()
  await page.getByRole('button', { name: '提请组织同意' }).click()
  await expect(page).toHaveURL(new RegExp(`/referrals/${id}$`))
  number = (/\d{4}-\d{2,}-\d{4}/.exec(await page.getByRole('main').innerText()) ?? [''])[0]
  expect(number).not.toBe('')
  await nobodyElse()

  // The organisation reads on its phone exactly what would go to whom, and signs.
  await organisation.page.goto('/workbench')
  await organisation.page.goto('/my/referrals')
  await organisation.page.locator('a[href^="/my/consents/"]').first().click()
  await settled(organisation.page)
  await expect(organisation.page.getByRole('main')).toContainText('北京市社会组织发展服务中心')
  await organisation.page.locator('form[action="?/sign"] [name=signatory]').fill('顾若宁（演示）')
  await organisation.page.locator('form[action="?/sign"] button[type=submit]').click()
  await expect(organisation.page.locator('form[action="?/sign"]')).toHaveCount(0)
  await nobodyElse()
  expect(await sentOnBoard(district, /东华门/)).toBe(sentBefore)

  // The director approves; the city's open inbox shows it without a reload, as a preview without a name.
  await page.goto(`/referrals/${id}`)
  await act(page, 'approve')
  await showsState(page, '待签收')
  await expect(city.page.getByText(number).first()).toBeVisible()
  const preview = await city.page.getByRole('main').innerText()
  expect(preview).not.toContain(organisationName)
  await city.page.goto(`/referrals/${id}`)
  expect(await city.page.getByRole('main').innerText()).not.toContain('晨禾')
  await nobodyElse()
  expect(await sentOnBoard(district, /东华门/)).toBe(sentBefore + 1)

  await act(city.page, 'acknowledge')
  await showsState(city.page, '已签收')
  await expect(page.getByText('已签收').first()).toBeVisible()
  await nobodyElse()
  await act(city.page, 'accept', { leadName: '江予安（演示）', firstContactOn: dayFromToday(2) })
  await showsState(city.page, '已接收')
  await expect(city.page.getByRole('main')).toContainText(organisationName)

  await nobodyElse()
  for (const [onlooker, secrets] of [
    [third, [organisationName, number, marker, id]],
    [above, [number, marker, id]],
  ] as const) {
    const shown = await onlooker.shown()
    expect(secrets.filter(secret => shown.includes(secret))).toEqual([])
  }

  await act(city.page, 'begin', { beginNote: '已电话联系，约定到访' })
  await showsState(city.page, '服务中')
  await nobodyElse()
  await act(city.page, 'progress', { progressNote: '完成财务制度辅导第一次' })
  await expect(page.getByRole('main')).toContainText('完成财务制度辅导第一次')
  await nobodyElse()
  const outcome = await city.page
    .locator('form[action="?/reportOutcome"] [name=outcomeCode] option')
    .nth(1)
    .getAttribute('value')
  await act(city.page, 'reportOutcome', {
    outcomeCode: outcome ?? '',
    servicesDelivered: '一站式咨询三次，制度文本一套',
  })
  await showsState(city.page, '待确认办结')
  await nobodyElse()

  await act(page, 'confirmClosure')
  // Whoever confirms on a page from before the other side did is told so.
  await expect(page.getByText('已确认办结').first()).toBeVisible()
  await nobodyElse()
  await organisation.page.goto(`/my/referrals/${id}`)
  await act(organisation.page, 'confirmClosure')
  await showsState(organisation.page, '已办结')
  await expect(page.getByText('已办结').first()).toBeVisible()
  await nobodyElse()

  // What comes up within ninety days goes on in the same referral, under the consent that still holds; then it closes again.
  await act(city.page, 'reopen', { reopenReason: '换届后需要再辅导一次' })
  await showsState(city.page, '服务中')
  await expect(city.page.getByRole('main')).toContainText(organisationName)
  await expect(page.getByRole('main')).toContainText('换届后需要再辅导一次')
  await nobodyElse()
  const evidence = { name: '换届签到表.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 签到') }
  await city.page.locator('form[action="?/reportOutcome"] [name=paper]').setInputFiles(evidence)
  await act(city.page, 'reportOutcome', { outcomeCode: outcome ?? '', servicesDelivered: '换届辅导一次' })
  await nobodyElse()
  // What shows the outcome is opened by the sender and by the organisation.
  for (const reader of [page, organisation.page]) {
    if (reader === organisation.page) await reader.goto(`/my/referrals/${id}`)
    const download = reader.waitForEvent('download')
    await reader.getByRole('link', { name: evidence.name }).click()
    expect(await readFile(await (await download).path())).toEqual(evidence.buffer)
  }
  await act(page, 'confirmClosure')
  await expect(page.locator('form[action="?/confirmClosure"]')).toHaveCount(0)
  await organisation.page.goto(`/my/referrals/${id}`)
  await act(organisation.page, 'confirmClosure')
  await showsState(organisation.page, '已办结')

  // How it was is said by the organisation, once, and read by the target.
  await act(organisation.page, 'rate', { grade: 'verySatisfied', ratingWords: '老师很耐心' })
  await expect(organisation.page.locator('#rating')).toContainText('非常满意')
  await city.page.goto(`/referrals/${id}`)
  await expect(city.page.locator('#rating')).toContainText('老师很耐心')

  // Sight ended with the referral; the organisation still reads who looked.
  await city.page.goto(`/organisations?q=${encodeURIComponent('晨禾')}`)
  await organisation.page.goto('/my/sharing')
  await expect(organisation.page.getByRole('main')).toContainText('北京市社会组织发展服务中心')
  await nobodyElse()
  // What is sent once counts once, however long it went on.
  expect(await sentOnBoard(district, /东华门/)).toBe(sentBefore + 1)
  await third.heardOnly(() => beginOwn(stranger))
  await above.heardOnly(() => beginOwn(district))
  for (const person of [street, organisation, city, district, stranger]) await person.context.close()
})
