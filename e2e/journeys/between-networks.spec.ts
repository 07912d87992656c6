import { partnerNetworkName } from '@fuqiao/db/factories'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { compose } from './compose.ts'
import { act, dayFromToday, showsState } from './forms.ts'
import { settled, signIn } from './people.ts'
import { night } from './night.ts'

const home = '北京市社会组织孵化网络（演示）'
const target = '徐家棚街道社会组织服务站'
const organisation = '岚笙'
const fullName = '北京市朝阳区岚笙残障融合服务中心'
const delivered = '迁入地开办辅导两次'
const phone = { width: 390, height: 844 }

async function windows(browser: Browser) {
  return {
    centre: await signIn(browser, 'chengshi.zhuren'),
    other: await signIn(browser, 'wuhan.zhuren', phone),
    sender: await signIn(browser, 'jianwai.zhuren'),
    account: await signIn(browser, 'zuzhi.lansheng', phone),
    receiver: await signIn(browser, 'xujiapeng.zhuren', phone),
    third: await signIn(browser, 'wuchang.zhuren'),
  }
}

const main = (page: Page) => page.getByRole('main')

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await settled(page)
}

async function fitsThePhone(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width)
}

/** One city's centre proposes, the other's confirms; the other takes an incubator off what it offers, and offers it again. */
async function becomePartners(centre: Page, other: Page): Promise<void> {
  await open(centre, '/tenants/partners?q=武汉')
  await centre.getByRole('button', { name: `提出 ${partnerNetworkName}` }).click()
  await expect(main(centre)).toContainText('等待对方中心确认')
  await open(other, '/tenants/partners')
  await expect(main(other)).toContainText(`${home}于`)
  await fitsThePhone(other)
  await other.getByRole('button', { name: /确认为伙伴/ }).click()
  await expect(main(other)).toContainText('已生效')

  const unoffer = other.getByRole('button', { name: new RegExp(`取消公布 ${target}`) })
  await unoffer.click()
  await expect(unoffer).toHaveCount(0)
  await open(centre, '/tenants/partners')
  await expect(main(centre)).toContainText('已生效')
  await expect(main(centre)).not.toContainText(target)
  await other.getByRole('combobox', { name: '公布一家机构' }).fill('徐家棚')
  await other
    .getByRole('option', { name: new RegExp(target) })
    .first()
    .click()
  await other.getByRole('button', { name: '公布', exact: true }).click()
  await expect(unoffer).toBeVisible()
  await expect(other.getByRole('combobox', { name: '公布一家机构' })).toHaveValue('')
  await fitsThePhone(other)
  await open(centre, '/tenants/partners')
  await expect(main(centre)).toContainText(target)
}

/** The referral that came in, by its number. */
async function arrived(page: Page, number: string): Promise<string> {
  await open(page, '/referrals/inbox')
  const row = main(page).locator('tr, li').filter({ hasText: number }).locator('a[href^="/referrals/"]').first()
  return (await row.getAttribute('href')) ?? ''
}

test(
  '[X-08] two cities become partners; a street refers an organisation to an incubator of the other, which sees who it is once it accepts, and its sender sees what came of it',
  night,
  async ({ browser }) => {
    test.setTimeout(300_000)
    const people = await windows(browser)
    const [centre, other, sender] = [people.centre.page, people.other.page, people.sender.page]
    const [account, receiver, third] = [people.account.page, people.receiver.page, people.third.page]
    await becomePartners(centre, other)

    const id = await compose(sender, { target, organisation, sections: ['services'], isAbroad: true })
    const near = `/referrals/${id}`
    const number = (/\d{4}-\d{2,}-\d{4}/.exec(await main(sender).innerText()) ?? [''])[0]
    expect(number).not.toBe('')
    await open(account, `/my/referrals/${id}`)
    await account.locator('a[href^="/my/consents/"]').first().click()
    await settled(account)
    await expect(main(account)).toContainText(`${partnerNetworkName} ${target}`)
    await act(account, 'sign', { signatory: '许嘉树（演示）' })
    await expect(account.locator('form[action="?/sign"]')).toHaveCount(0)
    await open(sender, near)
    await act(sender, 'approve')
    await showsState(sender, '待签收')
    await expect(main(sender)).toContainText('跨网')
    await expect(main(sender)).toContainText('本网督办中心')
    await expect(main(sender)).toContainText(`${partnerNetworkName} ${target}`)

    // Until it accepts, the other network's incubator reads from where and what for, and not whom.
    const far = await arrived(receiver, number)
    expect(far).toMatch(/^\/referrals\/[0-9a-f-]{36}$/)
    await open(receiver, far)
    await expect(main(receiver)).toContainText(home)
    await expect(main(receiver)).not.toContainText(organisation)
    await act(receiver, 'acknowledge')
    await showsState(receiver, '已签收')
    await act(receiver, 'accept', { leadName: '闻汀兰（演示）', firstContactOn: dayFromToday(2) })
    await showsState(receiver, '已接收')
    await expect(main(receiver)).toContainText(fullName)
    await fitsThePhone(receiver)

    // Each side's row is its own network's alone, and nobody else's there.
    const walls: [Page, string][] = [
      [sender, far],
      [receiver, near],
      [third, far],
      [third, near],
    ]
    for (const [page, address] of walls) expect((await page.request.get(address)).status()).toBe(404)
    const seen: string[] = []
    for (const address of ['/workbench', '/referrals/inbox', '/referrals/desk', `/organisations?q=${organisation}`]) {
      await open(third, address)
      seen.push(await main(third).innerText())
    }
    for (const secret of [fullName, number]) expect(seen.join('\n')).not.toContain(secret)

    await open(sender, near)
    await showsState(sender, '已接收')
    await expect(main(sender)).toContainText('闻汀兰（演示）')
    await act(receiver, 'begin', { beginNote: '已电话联系，约定到访' })
    await showsState(receiver, '服务中')
    const outcome = receiver.locator('form[action="?/reportOutcome"] [name=outcomeCode] option').nth(1)
    await act(receiver, 'reportOutcome', {
      outcomeCode: (await outcome.getAttribute('value')) ?? '',
      servicesDelivered: delivered,
    })
    await showsState(receiver, '待确认办结')
    await open(sender, near)
    await expect(main(sender)).toContainText(delivered)
    await act(sender, 'confirmClosure')
    await expect(sender.getByText('已确认办结').first()).toBeVisible()
    await open(account, `/my/referrals/${id}`)
    await act(account, 'confirmClosure')
    await showsState(account, '已办结')
    for (const [page, address] of [
      [sender, near],
      [receiver, far],
    ] as const) {
      await open(page, address)
      await showsState(page, '已办结')
      await expect(main(page)).toContainText(delivered)
    }
    // Sight ended with the referral.
    await expect(main(receiver)).not.toContainText(organisation)
    await expect(main(receiver)).toContainText('授权已结束')
    await fitsThePhone(receiver)
    for (const { context } of Object.values(people)) await context.close()
  },
)
