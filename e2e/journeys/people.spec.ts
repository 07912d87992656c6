import { type Browser, expect, type Page, test } from '@playwright/test'
import { settled, signIn } from './people.ts'
import { night } from './night.ts'

const main = (page: Page) => page.getByRole('main')

/** What a page tells this once of a person who was taken in. */
async function toldOnce(page: Page, loginName: string): Promise<string> {
  const text = await main(page).locator(`[data-initial="${loginName}"]`).innerText()
  const password = /[a-z2-9]{4}(?:-[a-z2-9]{4}){3}/.exec(text)?.[0]
  if (password === undefined) throw new Error(`no initial password in ${text}`)
  return password
}

/** Signs in with an initial password and chooses one, as the page asks before anything else. */
async function begin(browser: Browser, loginName: string, initial: string, chosen: string) {
  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await settled(page)
  await page.locator('[name=loginName]').fill(loginName)
  await page.locator('[name=password]').fill(initial)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(main(page)).toContainText('请先修改初始密码')
  await page.goto('/workbench')
  await expect(page).toHaveURL(/\/account\/password/)
  await settled(page)
  await page.locator('[name=oldPassword]').fill(initial)
  await page.locator('[name=newPassword]').fill(chosen)
  await page.locator('[name=repeatedPassword]').fill(`${chosen}!`)
  await page.getByRole('button', { name: '修改密码' }).click()
  await expect(main(page)).toContainText('两次输入的新密码不一致')
  await page.locator('[name=repeatedPassword]').fill(chosen)
  await page.getByRole('button', { name: '修改密码' }).click()
  await expect(page).not.toHaveURL(/password/)
  return { page, context }
}

test(
  '[B-08] the centre opens an incubator below a street; its director begins at once, takes in a colleague, changes what they are and ends it',
  night,
  async ({ browser }) => {
    const centre = await signIn(browser, 'chengshi.guanli')
    await centre.page.goto('/tenants')
    await settled(centre.page)
    await centre.page.goto('/tenants?q=东华门')
    const href = await main(centre.page)
      .getByRole('link', { name: /东华门/ })
      .first()
      .getAttribute('href')
    await centre.page.goto(`${href}/open`)
    await settled(centre.page)
    await centre.page.locator('[name=place]').selectOption({ label: '社会力量兴办孵化机构' })
    await centre.page.locator('[name=divisionCode]').selectOption({ index: 1 })
    await centre.page.locator('[name=name]').fill('东华门助老服务孵化基地')
    await centre.page.locator('[name=shortName]').fill('东华门助老')
    await centre.page.locator('[name=reason]').fill('街道新设助老孵化基地')
    await centre.page.locator('[name=directorName]').fill('何小满')
    await centre.page.locator('[name=directorLogin]').fill('zhulao.zhuren')
    await centre.page.getByRole('button', { name: '设立下级机构' }).click()
    await expect(main(centre.page)).toContainText('已设立东华门助老服务孵化基地')
    const given = await toldOnce(centre.page, 'zhulao.zhuren')
    await main(centre.page).getByRole('link', { name: '查看该机构' }).click()
    await expect(main(centre.page)).toContainText('该机构还没有人员到岗')
    await centre.context.close()

    const director = await begin(browser, 'zhulao.zhuren', given, 'Lotus-41-bridge')
    await expect(director.page).toHaveURL(/\/workbench/)
    await expect(director.page.getByRole('banner')).toContainText('东华门助老')

    await director.page.goto('/members/new')
    await settled(director.page)
    await director.page.locator('[name=displayName]').fill('江小禾')
    await director.page.locator('[name=loginName]').fill('zhulao.jingban')
    await director.page.locator('[name=roles][value=caseWorker]').check()
    await director.page.getByRole('button', { name: '添加', exact: true }).click()
    await expect(main(director.page)).toContainText('已添加江小禾')
    const second = await toldOnce(director.page, 'zhulao.jingban')

    const colleague = await begin(browser, 'zhulao.jingban', second, 'Willow-52-river')
    await colleague.page.goto('/organisations')
    await expect(colleague.page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(colleague.page.locator('nav a[href="/audit"]')).toHaveCount(0)

    await director.page.goto('/members')
    await main(director.page).getByRole('link', { name: '江小禾' }).first().click()
    await settled(director.page)
    await director.page.locator('[name=roles][value=caseWorker]').uncheck()
    await director.page.locator('[name=roles][value=auditor]').check()
    await director.page.getByRole('button', { name: '保存岗位' }).click()
    await expect(main(director.page)).toContainText('岗位已调整')
    await colleague.page.goto('/audit')
    await expect(colleague.page.getByRole('heading', { level: 1 })).toHaveText('审计')

    await settled(director.page)
    await director.page.getByRole('button', { name: '立即结束' }).click()
    await expect(director.page).toHaveURL(/\/members$/)
    await expect(main(director.page)).not.toContainText('江小禾')
    await colleague.page.goto('/audit')
    await expect(colleague.page).toHaveURL(/\/sign-in/)
    await director.context.close()
    await colleague.context.close()
  },
)

test(
  '[B-11] a custodian’s director gives an organisation its account; with it somebody reads what is its own, until it is ended',
  night,
  async ({ browser }) => {
    const { page, context } = await signIn(browser, 'dongcheng.zhuren')
    await page.goto('/organisations?within=own')
    await settled(page)
    const link = main(page)
      .locator('a[href^="/organisations/"]:not([href*="?"])')
      .filter({ visible: true, hasNotText: /登记|导入/ })
    const name = (await link.first().innerText()).trim()
    await link.first().click()
    await settled(page)
    await main(page).getByRole('link', { name: '管理账号' }).click()
    await settled(page)
    await page.locator('[name=displayName]').fill('江小禾')
    await page.locator('[name=loginName]').fill('dongcheng.zhuren')
    await page.getByRole('button', { name: '发放账号' }).click()
    await expect(main(page)).toContainText('这个登录名已被使用')
    await expect(page.locator('[name=displayName]')).toHaveValue('江小禾')
    await page.locator('[name=loginName]').fill('shiguang.zuzhi')
    await page.getByRole('button', { name: '发放账号' }).click()
    await expect(main(page)).toContainText('已为江小禾发放账号')
    const given = await toldOnce(page, 'shiguang.zuzhi')

    const speaker = await begin(browser, 'shiguang.zuzhi', given, 'Lotus-41-bridge')
    await speaker.page.goto('/my')
    await expect(main(speaker.page)).toContainText(name)

    await page.reload()
    await settled(page)
    const account = main(page).locator('[data-account="shiguang.zuzhi"]')
    await expect(account).toContainText('在用')
    await account.getByRole('button', { name: '停用' }).click()
    await expect(main(page)).toContainText('账号已停用')
    await expect(account.getByRole('button')).toHaveCount(0)
    await speaker.page.goto('/my')
    await expect(speaker.page).toHaveURL(/\/sign-in/)
    await speaker.context.close()
    await context.close()
  },
)
