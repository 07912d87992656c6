import { type Browser, expect, type Page, test } from '@playwright/test'
import { refer } from './compose.ts'
import { act, dayFromToday, showsState } from './forms.ts'
import { settled, signIn } from './people.ts'
import { night } from './night.ts'

const title = '能力建设协同(验收)'

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
  await page.locator('[name=from]').fill(dayFromToday(-25))
  await page.locator('[name=until]').fill(dayFromToday(340))
  await page.locator('[name=firstDuties]').fill('推荐需要能力建设的组织')
  await page.locator('[name=secondDuties]').fill('在额度内接收并提供培训')
  await page.locator('[name=accepting][value=second]').check()
  await page.locator('[name=modes][value=coService]').check()
  await page.locator('[name=quota]').fill('1')
  await page.locator('[name=leadName]').fill('苏静姝（演示）')
  await page.getByRole('button', { name: '保存草稿' }).click()
  await expect(page).toHaveURL(/\/agreements\/[0-9a-f-]{36}$/)
  return page.url()
}

test(
  '[B-20] two directors sign a standing agreement; a referral within it is accepted by itself, one beyond its quota waits for people',
  night,
  async ({ browser }) => {
    test.setTimeout(300_000)
    const { sender, target, stranger } = await people(browser)
    const address = await draft(sender.page, '东城区')
    expect((await target.page.request.get(address)).status()).toBe(404)
    await act(sender.page, 'propose')
    await showsState(sender.page, '待签署')
    await act(sender.page, 'sign', { signatory: '温述之（演示）' })
    await expect(sender.page.getByRole('main')).toContainText('温述之（演示） 签署')

    await target.page.goto('/agreements')
    await expect(target.page.getByRole('main')).toContainText('待本机构签署')
    await target.page.getByRole('link', { name: title }).first().click()
    await expect(target.page.locator('form[action="?/sign"]')).toBeVisible()
    await act(target.page, 'sign', { signatory: '陆怀瑾（演示）' })
    await showsState(target.page, '生效中')
    expect((await stranger.page.request.get(address)).status()).toBe(404)

    const within = await refer(sender.page, { target: '东城区', organisation: 0, agreement: title })
    await expect(async () => {
      await sender.page.goto(`/referrals/${within}`)
      await expect(sender.page.getByRole('main')).toContainText('按协议自动接收')
    }).toPass()
    await target.page.goto(`/referrals/${within}`)
    await showsState(target.page, '已接收')

    const beyond = await refer(sender.page, { target: '东城区', organisation: 1, agreement: title })
    await expect(async () => {
      await target.page.goto(`/referrals/${beyond}`)
      await expect(target.page.getByRole('main')).toContainText('额度已用完')
    }).toPass()
    await showsState(target.page, '待签收')
    await target.page.goto(address)
    await expect(target.page.getByRole('main')).toContainText('本月已接收 1 件，额度 1 件')
  },
)
