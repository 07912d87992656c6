import { expect, type Page, test } from '@playwright/test'
import ExcelJS from 'exceljs'
import { settled, signIn } from './people.ts'

const main = (page: Page) => page.getByRole('main')
const sheetName = '社会组织'

test('a code that fails the check is a warning: with a reason it is kept, and what was typed is not lost; a name known already is answered', async ({
  browser,
}) => {
  const { page, context } = await signIn(browser, 'jianwai.zhuren')
  const known = '北京市朝阳区拾穗互助服务中心'
  const register = async (code: string) => {
    await page.goto('/organisations/new')
    await settled(page)
    await page.locator('[name=name]').fill(known)
    await page.locator('[name=kind][value=serviceOrganisation]').check()
    await page.locator('[name=creditCode]').fill(code)
    await page.locator('[name=stage]').selectOption('growing')
    await page.locator('[name=field]').selectOption('elderCare')
    await expect(page.locator('input[name=divisionCode]')).not.toHaveValue('')
    await page.getByRole('button', { name: '登记', exact: true }).click()
  }
  const reason = page.locator('[name=creditCodeOverride]')
  const answer = page.locator('[name=duplicateAnswer]')

  await register('52110105MJ01234567')
  await expect(main(page)).toContainText('未通过校验')
  await expect(page.locator('[name=name]')).toHaveValue(known)
  await reason.fill('证书原件如此，已向登记机关核实')
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page).toHaveURL(/\/organisations\/[0-9a-f-]{36}$/)
  await expect(main(page)).toContainText('证书原件如此')

  await register('52110105MJ01234567')
  await expect(answer).toBeVisible()
  await expect(reason).toBeVisible()
  await reason.fill('证书原件如此，已向登记机关核实')
  await answer.fill('电话核实，另一家')
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page).toHaveURL(/\/organisations\/[0-9a-f-]{36}$/)
  await context.close()
})

test('a workbook is looked through before anything goes in: the bad row says what is wrong, the good one is taken', async ({
  browser,
}) => {
  const { page, context } = await signIn(browser, 'jianwai.zhuren')
  await page.goto('/organisations/import')
  await settled(page)
  const template = new ExcelJS.Workbook()
  // Its declarations know another kind of buffer than Node's.
  await template.xlsx.load(Buffer.from(await (await page.request.get('/files/import-template.xlsx')).body()) as never)
  const sheet = template.getWorksheet(sheetName)
  if (!sheet) throw new Error('no sheet to fill in')
  const [titles, example] = [sheet.getRow(1), sheet.getRow(2)].map(row => row.values as string[])
  const at = (title: string) => titles?.findIndex(one => one?.includes(title)) ?? -1
  const row = (changes: Record<string, string>) => {
    // Counted from one, as a sheet's columns are.
    const cells = (example ?? []).slice(1)
    for (const [title, text] of Object.entries(changes)) cells[at(title) - 1] = text
    sheet.addRow(cells)
  }
  row({ 组织名称: '朝阳区禾舟邻里互助社', 类型: '筹备中', 统一社会信用代码: '', 发展阶段: '筹备', 成立登记日期: '' })
  row({ 组织名称: '朝阳区青禾助学社', 类型: '俱乐部', 统一社会信用代码: '', 发展阶段: '筹备', 成立登记日期: '' })
  const buffer = Buffer.from(await template.xlsx.writeBuffer())
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  await page.locator('[name=file]').setInputFiles({ name: '名册.xlsx', mimeType, buffer })
  await page.getByRole('button', { name: '上传并检查' }).click()
  await expect(page).toHaveURL(/\/organisations\/import\/[0-9a-f-]{36}/)
  await settled(page)
  await expect(main(page).getByRole('row', { name: /青禾助学社/ })).toContainText('不在可选范围内')
  await page.goto('/organisations?within=own&sort=-updatedAt')
  await expect(main(page)).not.toContainText('禾舟')
  await page.goBack()
  await settled(page)
  await page.getByRole('button', { name: '确认导入 1 行' }).click()
  await expect(main(page)).toContainText('已导入')
  await page.goto('/organisations?within=own&sort=-updatedAt')
  await expect(main(page)).toContainText('禾舟邻里互助社')
  await expect(main(page)).not.toContainText('青禾')
  await context.close()
})
