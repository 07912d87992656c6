import { expect, type Page, test } from '@playwright/test'
import { settled, signIn } from './people.ts'

const main = (page: Page) => page.getByRole('main')

test('[B-08] the centre suspends a street, takes it up again and puts it below another district; what was stands in its history', async ({
  browser,
}) => {
  const { page, context } = await signIn(browser, 'chengshi.guanli')
  await page.goto('/tenants?q=林校路')
  await settled(page)
  const href = await main(page)
    .getByRole('link', { name: /林校路/ })
    .first()
    .getAttribute('href')
  const change = async (path: string, name: string) => {
    await page.goto(`${href}/${path}`)
    await settled(page)
    const search = page.getByRole('combobox')
    if (path === 'reparent') {
      await search.fill('顺义区')
      await page
        .getByRole('option', { name: /顺义区/ })
        .first()
        .click()
    }
    await page.getByRole('button', { name, exact: true }).click()
    await expect(main(page)).toContainText('理由')
    await page.locator('[name=reason]').fill('区划和编制调整')
    await page.getByRole('button', { name, exact: true }).click()
    await expect(main(page)).toContainText(`已完成：${name}`)
  }
  await change('suspend', '暂停')
  await page.goto('/tenants?q=林校路')
  await expect(main(page)).toContainText('暂停')
  await change('resume', '恢复运行')
  await change('reparent', '调整隶属')
  const history = main(page)
  await expect(history).toContainText(/隶属.*顺义区/)
  await expect(history).toContainText(/隶属.*大兴区/)
  await expect(history).toContainText('区划和编制调整')
  await context.close()
})
