import { expect, type Page, test } from '@playwright/test'
import { settled, signIn } from './people.ts'
import { sizes } from './tours.ts'

const main = (page: Page) => page.getByRole('main')

test('[B-14] a group is filed, renewed and grows into a registered organisation under another name; its history and its former name are still there', async ({
  browser,
}) => {
  const { page, context } = await signIn(browser, 'jianwai.zhuren', sizes.phone)
  await page.goto('/organisations/new')
  await settled(page)
  await page.locator('[name=name]').fill('朝阳区晨曦邻里合唱队')
  await page.locator('[name=kind][value=inPreparation]').check()
  await page.locator('[name=stage]').selectOption('preparing')
  await page.locator('[name=field]').selectOption('cultureSports')
  await expect(page.locator('input[name=divisionCode]')).not.toHaveValue('')
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page).toHaveURL(/\/organisations\/[0-9a-f-]{36}$/)
  const address = new URL(page.url()).pathname

  await page.goto(`${address}/filing`)
  await settled(page)
  await page.locator('[name=responsibleName]').fill('孙长青')
  await page.locator('[name=members]').fill('4')
  await page.locator('[name=venue]').fill('社区活动室')
  await page.getByRole('button', { name: '提交申请' }).click()
  await expect(main(page)).toContainText('备案要求成员不少于 5 人')
  await expect(page.locator('[name=responsibleName]')).toHaveValue('孙长青')
  await page.locator('[name=members]').fill('18')
  await page.getByRole('button', { name: '提交申请' }).click()
  await expect(main(page)).toContainText('待审核')

  await settled(page)
  await page.locator('[name=outcome][value=refuse]').check()
  await page.getByRole('button', { name: '提交审核结果' }).click()
  await expect(page.locator('#decide-reason-error')).toBeVisible()
  await page.locator('[name=outcome][value=file]').check()
  await page.getByRole('button', { name: '提交审核结果' }).click()
  await expect(page.getByRole('heading', { name: /^110105\d{3}-\d{4}-\d{4}$/ })).toBeVisible()
  const number = await page.getByRole('heading', { name: /^110105\d{3}-\d{4}-\d{4}$/ }).innerText()

  await settled(page)
  await page.locator('[name=members]').fill('32')
  await page.getByRole('button', { name: '办理续期' }).click()
  await expect(main(page)).toContainText('32 人')

  await page.goto(`/filings?text=${number}`)
  await expect(main(page)).toContainText('朝阳区晨曦邻里合唱队')
  await page.goto(`${address}/grow`)
  await settled(page)
  await page.locator('[name=name]').fill('北京市朝阳区晨曦合唱协会')
  await page.locator('[name=kind][value=association]').check()
  await page.locator('[name=creditCode]').fill('51110105MJ00000000')
  await page.locator('[name=registeredOn]').fill('2026-01-15')
  await page.locator('[name=registrationAuthority]').fill('某区民政局')
  await page.getByRole('button', { name: '确认转为登记组织' }).click()
  await page.locator('[name=creditCodeOverride]').fill('证书原件如此，已向登记机关核实')
  await page.getByRole('button', { name: '确认转为登记组织' }).click()
  await expect(page).toHaveURL(new RegExp(`${address}$`))
  await expect(main(page)).toContainText('朝阳区晨曦邻里合唱队')
  await page.goto(`${address}/filing`)
  for (const line of ['已转为登记组织', '续期', '同意备案', '申请备案', number])
    await expect(main(page)).toContainText(line)
  await page.goto('/organisations?within=own&sort=-updatedAt')
  await expect(main(page)).toContainText('北京市朝阳区晨曦合唱协会')
  await context.close()
})
