import { expect, type Locator, type Page, test } from '@playwright/test'
import { demoPassword } from '@fuqiao/db/factories'
import { settled } from './people.ts'

/** Goes forward from field to field until one has the focus, as somebody without a mouse does; the ring around it must be seen. */
async function reach(page: Page, target: Locator, most = 120): Promise<void> {
  for (let steps = 0; steps < most; steps += 1) {
    await page.keyboard.press('Tab')
    if (await target.evaluate(element => element === document.activeElement).catch(() => false)) {
      // A choice among cards has its ring around the card.
      const ring = await target.evaluate(element =>
        [element, element.parentElement, element.parentElement?.parentElement].some(
          one => one && getComputedStyle(one).outlineStyle !== 'none',
        ),
      )
      expect(ring, `no ring around ${String(target)}`).toBe(true)
      return
    }
  }
  throw new Error(`not reached by the keyboard: ${String(target)}`)
}

test('[B-11] without a mouse somebody signs in, composes a referral and asks the organisation for its consent', async ({
  browser,
}) => {
  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  const page = await context.newPage()
  const { keyboard } = page
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const field = (name: string) => page.locator(`[name=${name}]`)

  await page.goto('/sign-in')
  await settled(page)
  await reach(page, field('loginName'))
  await keyboard.type('tiyuguanlu.jingban')
  await reach(page, field('password'))
  await keyboard.type(demoPassword)
  await keyboard.press('Enter')
  await expect(page).toHaveURL(/\/workbench/)
  await settled(page)

  await reach(page, page.getByRole('link', { name: '跳到正文' }))
  await keyboard.press('Enter')
  await expect(page.locator('#main')).toBeFocused()
  await reach(page, page.getByRole('main').locator('a[href^="/referrals/new"]').first())
  await keyboard.press('Enter')
  await expect(page).toHaveURL(/\/referrals\/new/)
  await settled(page)
  await reach(page, page.locator('form[action="?/start"] button').nth(2))
  await keyboard.press('Enter')
  await expect(page).toHaveURL(/compose/)
  await settled(page)

  await reach(page, field('need'))
  await keyboard.press('ArrowDown')
  await expect(field('need')).not.toHaveValue('')
  await reach(page, field('needText'))
  await keyboard.type('需要负责人培训')
  await reach(page, button('保存并继续'))
  await keyboard.press('Enter')
  await expect(page).toHaveURL(/step=target/)
  await settled(page)

  await reach(page, page.locator('[name=target][value]').first())
  await keyboard.press('Space')
  await expect(page.locator('[name=target]:checked')).toHaveCount(1)
  if (await field('otherReason').isVisible()) {
    await reach(page, field('otherReason'))
    await keyboard.type('双方已有合作')
  }
  await reach(page, button('保存并继续'))
  await keyboard.press('Enter')
  await expect(page).toHaveURL(/step=share/)
  await settled(page)

  await reach(page, field('purpose'))
  await keyboard.type('参加能力建设培训')
  await reach(page, page.locator('[name=sections][value=profile]'))
  await keyboard.press('Space')
  await reach(page, button('保存并继续'))
  await keyboard.press('Enter')
  await expect(page).toHaveURL(/step=check/)
  await settled(page)
  await reach(page, button('提请组织同意'))
  await keyboard.press('Enter')
  await expect(page).toHaveURL(/\/referrals\/[0-9a-f-]{36}$/)
  await expect(page.getByRole('main').getByText('待组织同意', { exact: true }).first()).toBeVisible()
  await context.close()
})
