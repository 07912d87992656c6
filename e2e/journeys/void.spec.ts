import { expect, test } from '@playwright/test'
import { refer } from './compose.ts'
import { act, showsState } from './forms.ts'
import { signIn } from './people.ts'
import { night } from './night.ts'

test(
  '[B-11] a referral made by mistake is voided by two people: whoever proposes cannot confirm, and then it is in nobody’s list',
  night,
  async ({ browser }) => {
    test.setTimeout(120_000)
    const director = await signIn(browser, 'chengshi.zhuren')
    const administrator = await signIn(browser, 'chengshi.guanli')
    const target = await signIn(browser, 'chaoyang.zhuren')
    const id = await refer(director.page, { target: '朝阳区', organisation: 0 })
    await target.page.goto('/referrals/inbox')
    await expect(target.page.locator(`a[href="/referrals/${id}"]`).first()).toBeVisible()

    await administrator.page.goto(`/referrals/${id}`)
    await act(administrator.page, 'proposeVoid', { voidReason: '同一需求重复建了两件' })
    await expect(administrator.page.getByRole('main')).toContainText('提出作废')
    await expect(administrator.page.locator('form[action="?/confirmVoid"]')).toHaveCount(0)

    await director.page.goto(`/referrals/${id}`)
    await expect(director.page.getByRole('main')).toContainText('同一需求重复建了两件')
    await act(director.page, 'confirmVoid')
    await showsState(director.page, '已作废')
    for (const { page } of [director, target]) {
      await page.goto(page === target.page ? '/referrals/inbox' : '/referrals/outbox')
      await expect(page.locator(`a[href="/referrals/${id}"]`)).toHaveCount(0)
    }
    for (const person of [director, administrator, target]) await person.context.close()
  },
)
