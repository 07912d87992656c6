import { expect, test } from '@playwright/test'
import { settled, signIn } from './people.ts'

test('[B-11] a referral letter is printed on one sheet without the page around it, and anybody proves it genuine by its code', async ({
  browser,
}) => {
  const { page, context } = await signIn(browser, 'chengshi.zhuren')
  await page.goto('/referrals/inbox?state=active')
  await settled(page)
  const href = await page.getByRole('main').locator('a[href^="/referrals/0"]').first().getAttribute('href')
  await page.goto(`${href}/letter`)
  await settled(page)
  const sheet = page.getByRole('main')
  const code = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}/.exec(await sheet.innerText())?.[0] ?? ''
  expect(code).not.toBe('')

  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('banner')).toBeHidden()
  await expect(page.getByRole('navigation').first()).toBeHidden()
  await expect(page.getByRole('button', { name: '打印' })).toBeHidden()
  await expect(page.getByText(code, { exact: true })).toBeVisible()
  const paper = await page.pdf({ format: 'A4' })
  // One page: a PDF names each by its type.
  expect(paper.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1)
  await context.close()

  const stranger = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  const anybody = await stranger.newPage()
  await anybody.goto('/verify')
  const ask = async (asked: string) => {
    await settled(anybody)
    await anybody.locator('[name=code]').fill(asked)
    await anybody.getByRole('button', { name: '核验' }).click()
  }
  await ask(code.toLowerCase().replaceAll('-', ' '))
  await expect(anybody.getByRole('main')).toContainText('核验通过')
  await expect(anybody.getByRole('main')).toContainText('这里不显示组织名称')
  await ask(code.startsWith('0') ? `1${code.slice(1)}` : `0${code.slice(1)}`)
  await expect(anybody.getByRole('main')).toContainText('没有这份转介单')
  await stranger.close()
})
