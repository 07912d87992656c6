import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test'
import { consentOnPaper, refer } from './compose.ts'
import { act } from './forms.ts'
import { settled, signIn } from './people.ts'
import { night } from './night.ts'

const target = '顺义区'
const marks = (page: Page) => page.locator('input[name=organisation][type=checkbox]')
const markOf = (page: Page, name: string) => page.getByRole('checkbox', { name: `选择 ${name}` })
const next = (page: Page) => page.getByRole('button', { name: '下一步' }).click()
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })

/** Names of the organisations that changed last longest ago: no other journey takes them. */
async function quietOnes(page: Page, count: number): Promise<string[]> {
  await page.goto('/organisations?within=own&sort=updatedAt')
  await settled(page)
  const labels = await marks(page).evaluateAll(found =>
    found.map(one => one.closest('label')?.textContent?.trim() ?? ''),
  )
  return labels.slice(0, count).map(label => label.replace(/^选择 /, ''))
}

/** A window of the same person in which no script runs. */
async function withoutScripts(
  browser: Browser,
  of: BrowserContext,
  viewport = { width: 1440, height: 900 },
): Promise<Page> {
  const storageState = await of.storageState()
  const plain = { viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', javaScriptEnabled: false, storageState }
  return (await browser.newContext(plain)).newPage()
}

test(
  '[B-11] an officer refers several organisations at once: the preview says which one cannot be and why, each of the others gets a draft of its own, and the director approves them together, each with its own answer',
  night,
  async ({ browser }) => {
    test.setTimeout(240_000)
    const officer = (await signIn(browser, 'donghuamen.jingban')).page
    const director = (await signIn(browser, 'donghuamen.zhuren')).page
    const names = await quietOnes(officer, 3)
    const [first = '', second = '', taken = ''] = names
    await refer(director, { target, organisation: taken })

    // Marks them, here and there in the list, and says once what for.
    for (const name of names) await markOf(officer, name).check()
    await expect(officer.getByText('已选 3 家')).toBeVisible()
    await officer.getByRole('button', { name: '批量转介' }).click()
    await expect(officer).toHaveURL(/batches\/new/)
    await settled(officer)
    await officer.locator('[name=need]').selectOption('capabilityBuilding')
    await next(officer)
    await expect(officer).toHaveURL(/step=target/)
    await settled(officer)
    await expect(officer.getByText(/推荐给 3 家中的/).first()).toBeVisible()
    await officer.getByRole('radio', { name: '选择其他机构' }).check()
    await officer.getByRole('combobox', { name: '其他机构' }).fill(target)
    await officer
      .getByRole('option', { name: new RegExp(target) })
      .first()
      .click()
    await next(officer)
    await expect(officer).toHaveURL(/step=share/)
    await settled(officer)
    await officer.locator('[name=name]').fill('秋季能力建设')
    await officer.locator('textarea[name=otherReason]').fill('双方已有合作')
    await officer.locator('[name=needText]').fill(`${first}需要负责人培训`)
    await officer.locator('[name=purpose]').fill('参加能力建设培训')
    await officer.locator('[name=sections][value=profile]').check()
    await officer.getByRole('button', { name: '预览' }).click()
    // What the target reads before it accepts names none of them; what was typed stays.
    await expect(officer.getByText('其中不能出现社会组织的名称').first()).toBeVisible()
    await expect(officer.locator('[name=purpose]')).toHaveValue('参加能力建设培训')
    await officer.locator('[name=needText]').fill('需要负责人培训')
    await officer.getByRole('button', { name: '预览' }).click()
    await expect(row(officer, first)).toContainText('可以转介')
    await expect(row(officer, second)).toContainText('可以转介')
    await expect(row(officer, taken)).toContainText('不能转介')
    await expect(row(officer, taken)).toContainText('已有一件转介正由该机构办理')
    await officer.getByRole('button', { name: '确认并起草 2 件' }).click()
    await expect(officer).toHaveURL(/batches\/[0-9a-f-]{36}$/)
    await settled(officer)
    await expect(officer.getByRole('main')).toContainText('已起草 2 件转介，1 家未能起草')
    const address = officer.url()
    const number = /PL\d{4}-\d+-\d{4}/.exec((await officer.getByRole('main').textContent()) ?? '')?.[0] ?? ''

    // One question to each organisation; each signs for itself.
    await expect(officer.getByRole('button', { name: /^批准/ })).toHaveCount(0)
    await officer.getByRole('button', { name: '提请组织同意（2）' }).click()
    await expect(officer.getByRole('main')).toContainText('已提请同意 2 件')
    for (const name of [first, second]) {
      await officer.goto(address)
      await settled(officer)
      await officer.getByRole('link', { name }).click()
      await expect(officer).toHaveURL(/referrals\/[0-9a-f-]{36}$/)
      await expect(officer.getByRole('link', { name: `秋季能力建设 · ${number}` })).toBeVisible()
      await expect(officer.getByRole('main')).toContainText(`批次 ${number}`)
      await consentOnPaper(officer)
      await expect(officer.locator('form[action="?/signConsent"]')).toHaveCount(0)
    }

    // The director finds the batch in the outbox and opens it; meanwhile one goes back.
    await director.goto('/referrals/outbox')
    await settled(director)
    await director.locator('[name=batch]').selectOption({ label: `秋季能力建设 · ${number}` })
    await director.getByRole('button', { name: '查询' }).click()
    await expect(director).toHaveURL(/batch=/)
    await expect(director.getByRole('main').getByRole('row')).toHaveCount(3)
    await director.getByRole('link', { name: '打开批次' }).click()
    await expect(director).toHaveURL(/batches\/[0-9a-f-]{36}$/)
    await settled(director)
    await expect(director.getByRole('button', { name: '批准（2）' })).toBeVisible()
    // Without scripts the page does not hear that one was sent back meanwhile: its answer says so, and does not stop the other.
    const still = await withoutScripts(browser, director.context())
    await still.goto(address)
    await director.getByRole('link', { name: second }).click()
    await expect(director).toHaveURL(/referrals\/[0-9a-f-]{36}$/)
    await act(director, 'sendBack', { sendBackReason: '目的请写具体' })
    await expect(director.locator('form[action="?/sendBack"]')).toHaveCount(0)
    await still.getByRole('button', { name: '批准（2）' }).click()
    await expect(still.getByRole('main')).toContainText('已批准 1 件，1 件未成')
    await expect(row(still, first)).toContainText('待签收')
    await expect(row(still, second)).toContainText('草稿')
  },
)

test(
  'on a phone organisations are marked for a batch with a thumb, also without scripts',
  night,
  async ({ browser }) => {
    const size = { width: 390, height: 844 }
    const { page, context } = await signIn(browser, 'donghuamen.jingban', size)
    await page.goto('/organisations')
    await settled(page)
    for (const place of [0, 1]) await marks(page).nth(place).check()
    const go = page.getByRole('button', { name: '批量转介' })
    await expect(go).toBeInViewport()
    await go.click()
    await expect(page.getByRole('main')).toContainText('组织（2 家）')
    const bare = await withoutScripts(browser, context, size)
    await bare.goto('/organisations')
    for (const place of [0, 1, 2]) await marks(bare).nth(place).check()
    await bare.getByRole('button', { name: '批量转介' }).click()
    await expect(bare.getByRole('main')).toContainText('组织（3 家）')
  },
)
