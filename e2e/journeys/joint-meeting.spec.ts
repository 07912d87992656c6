import { expect, type Page, test } from '@playwright/test'
import { act, showsState } from './forms.ts'
import { settled, signIn } from './people.ts'
import { night } from './night.ts'

// The clock of the journeys begins on this working Monday.
const [today, due] = ['2026-11-23', '2026-12-04']
const title = '明确跨街道上门辅导(验收)'
const resolution = '东城区中心制订跨街道上门辅导的安排(验收)'
const main = (page: Page) => page.getByRole('main')

async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await settled(page)
}

/** A street raises something for the joint meeting, with a paper. */
async function raise(page: Page): Promise<void> {
  await visit(page, '/meetings/agenda')
  const form = page.locator('form[action="?/raise"]')
  await form.locator('[name=title]').fill(title)
  await form.locator('[name=words]').fill('老年社团多，建议明确由哪一级安排。')
  await form.locator('[name=file]').setInputFiles({
    ...{ name: '上门辅导情况.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 情况') },
  })
  await form.getByRole('button', { name: '提出议题' }).click()
  await expect(main(page).getByRole('link', { name: '上门辅导情况.pdf' })).toBeVisible()
}

/** The centre plans a meeting for today and takes the item onto it. Answers where the meeting is. */
async function plan(page: Page): Promise<string> {
  await visit(page, '/meetings/new')
  for (const [name, value] of Object.entries({ title: '验收联席会议', day: today, time: '14:00', place: '三层会议室' }))
    await page.locator(`[name=${name}]`).fill(value)
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page).toHaveURL(/\/meetings\/[0-9a-f-]{36}$/)
  const address = new URL(page.url()).pathname
  await visit(page, '/meetings/agenda')
  const card = page.locator('section').filter({ has: page.getByRole('heading', { name: title }) })
  await card.locator('summary', { hasText: '列入会议' }).click()
  const take = card.locator('form[action="?/take"]')
  await take.locator('[name=meetingId]').selectOption(address.split('/').at(-1) ?? '')
  await take.getByRole('button', { name: '列入会议' }).click()
  await expect(card.getByText('已列入', { exact: true })).toBeVisible()
  await visit(page, address)
  return address
}

test(
  '[B-18] what a street raises goes through the joint meeting to an assignment on a district’s workbench; what is late stands on the workbench of its district and of the superior, and nobody outside finds the meeting',
  night,
  async ({ browser }) => {
    const [street, centre, member, district] = await Promise.all(
      ['donghuamen.zhuren', 'chengshi.zhuren', 'lianxi.huiyi', 'dongcheng.zhuren'].map(name => signIn(browser, name)),
    )
    if (!street || !centre || !member || !district) throw new Error('somebody did not sign in')
    await raise(street.page)
    const address = await plan(centre.page)
    // What an earlier meeting resolved and is not done stands on the agenda by itself.
    await expect(main(centre.page)).toContainText('以往决议落实')
    await expect(main(centre.page)).toContainText('朝阳区中心试点按月发布街道可用场地')
    await act(centre.page, 'convene')
    await showsState(centre.page, '已召集')

    await visit(member.page, '/meetings')
    await main(member.page).getByRole('link', { name: '验收联席会议' }).click()
    await expect(main(member.page)).toContainText(title)
    await expect(main(member.page).getByRole('table').first()).toContainText('东城区')
    expect((await district.page.request.get(address)).status()).toBe(404)
    expect((await street.page.request.get(address)).status()).toBe(404)

    await act(centre.page, 'hold')
    await showsState(centre.page, '已召开')
    await act(centre.page, 'keepMinutes', { words: '会议听取了街道的情况。' })
    await expect(main(centre.page)).toContainText('会议听取了街道的情况。')
    const resolving = centre.page.locator('form[action="?/resolve"]')
    await centre.page.locator('summary', { hasText: '形成决议' }).click()
    await resolving.locator('[name=words]').fill(resolution)
    await resolving.getByRole('checkbox', { name: /^东城区/ }).check()
    await resolving.locator('[name=dueOn]').fill(due)
    await resolving.getByRole('button', { name: '形成决议' }).click()
    await expect(main(centre.page).getByRole('region', { name: '决议', exact: true })).toContainText(resolution)
    await act(centre.page, 'close')
    await showsState(centre.page, '已归档')
    await visit(centre.page, `${address}/minutes`)
    await expect(main(centre.page).getByRole('article')).toContainText(resolution)

    await visit(district.page, '/workbench')
    await main(district.page).getByRole('link', { name: resolution }).click()
    await act(district.page, 'acknowledge')
    await act(district.page, 'report', { words: '安排已印发各街道。' })
    await showsState(district.page, '已报告，待确认')
    // Whoever is responsible reads the meeting's head and its own resolution, and nothing that was said.
    await visit(district.page, address)
    await expect(main(district.page)).toContainText(resolution)
    await expect(main(district.page)).not.toContainText('会议听取了街道的情况。')

    await visit(centre.page, '/workbench')
    await main(centre.page).getByRole('link', { name: resolution }).click()
    await act(centre.page, 'confirm', { words: '同意' })
    await showsState(centre.page, '已办结')

    // The demo network's late one.
    const late = await signIn(browser, 'chaoyang.zhuren')
    for (const { page } of [late, centre]) {
      await visit(page, '/workbench')
      const card = main(page).locator('section').filter({ hasText: '督办' })
      await expect(card.filter({ hasText: '朝阳区中心试点' }).first()).toContainText('逾期')
    }
  },
)
