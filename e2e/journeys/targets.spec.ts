import { demoPassword } from '@fuqiao/db/factories'
import { expect, type Page, test } from '@playwright/test'
import { act, showsState } from './forms.ts'
import { settled, signIn } from './people.ts'

const main = (page: Page) => page.getByRole('main')

async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await settled(page)
}

/** Opens the shares of the year's trainings. */
async function openTrainings(page: Page): Promise<void> {
  await visit(page, '/targets')
  await main(page).getByRole('link', { name: '培训', exact: true }).first().click()
  await expect(page).toHaveURL(/\/targets\/split\?/)
  await settled(page)
}

test('a centre proposes a share of its total, the district names another figure, the centre agrees and both sign: the letter stands, what is left follows, and the district’s figure stands against it', async ({
  browser,
}) => {
  const [centre, district] = await Promise.all(
    ['chengshi.zhuren', 'dongcheng.zhuren'].map(name => signIn(browser, name)),
  )
  if (!centre || !district) throw new Error('somebody did not sign in')
  await openTrainings(centre.page)
  const card = main(centre.page)
    .locator('section')
    .filter({ hasText: /^向东城区\S*提出份额/ })
  await card.locator('[name=value]').fill('36')
  await card.getByRole('button', { name: '提出份额' }).click()
  await expect(main(centre.page).getByText('份额已提出').or(centre.page.getByText('份额已提出'))).toBeVisible()

  await visit(district.page, '/workbench')
  await main(district.page)
    .getByRole('link', { name: /年培训目标$/ })
    .first()
    .click()
  await expect(district.page).toHaveURL(/\/targets\/[0-9a-f-]{36}$/)
  await showsState(district.page, '待下级答复')
  const address = new URL(district.page.url()).pathname
  await act(district.page, 'counter', { value: '30', reason: '专职人员减少' })
  await showsState(district.page, '待上级答复')

  await visit(centre.page, address)
  await act(centre.page, 'agree')
  await showsState(centre.page, '已商定，待签署')
  await act(centre.page, 'sign', { signatory: '市中心主任', password: 'not the password' })
  await expect(main(centre.page).getByText('登录密码不正确').first()).toBeVisible()
  await act(centre.page, 'sign', { signatory: '市中心主任', password: demoPassword })
  await expect(main(centre.page)).toContainText('下达单位：市中心主任')
  await visit(district.page, address)
  await act(district.page, 'sign', { signatory: '东城区主任', password: demoPassword })
  await showsState(district.page, '已签署')
  await expect(main(district.page)).toContainText('完成率')
  await expect(main(district.page)).toContainText(/\d+(\.\d)?%/)
  await main(district.page).getByRole('link', { name: '目标责任书（第1轮）' }).click()
  await expect(main(district.page).getByRole('article')).toContainText('30 次')
  await expect(main(district.page).getByRole('article')).toContainText('东城区主任')

  await openTrainings(centre.page)
  const row = main(centre.page).getByRole('row').filter({ hasText: '东城区' })
  await expect(row).toContainText('30')
  await expect(row).toContainText('已签署')
  // A sibling's director finds nothing of it.
  const sibling = await signIn(browser, 'chaoyang.zhuren')
  expect((await sibling.page.request.get(address)).status()).toBe(404)
})
