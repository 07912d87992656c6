import { expect, test } from '@playwright/test'
import { act, showsState } from './forms.ts'
import { settled, signIn } from './people.ts'
import { night } from './night.ts'

test(
  '[B-11] a street asks three incubators without identity, two answer, one is chosen and the draft is filled in',
  night,
  async ({ browser }) => {
    test.setTimeout(180_000)
    const street = await signIn(browser, 'donghuamen.jingban')
    const { page } = street
    await page.goto('/enquiries/new')
    await settled(page)
    const organisation = page.locator('[name=organisation]')
    await organisation.selectOption({ index: 1 })
    const name = (await organisation.locator('option:checked').textContent())?.trim() ?? ''
    await page.locator('[name=need]').selectOption('capabilityBuilding')
    await page.getByRole('button', { name: '下一步：选择机构' }).click()
    await expect(page.locator('[name=question]')).toBeVisible()
    await settled(page)
    for (const place of ['东城区', '西城区', '朝阳区'])
      await page
        .getByRole('checkbox', { name: new RegExp(place) })
        .first()
        .check()
    await page.getByRole('combobox', { name: '按名称查找其他机构' }).fill('建外')
    await page
      .getByRole('option', { name: /建外街道/ })
      .first()
      .click()
    const found = page.getByRole('checkbox', { name: /建外街道/ })
    await expect(found).toBeChecked()
    await found.uncheck()
    await page.locator('[name=question]').fill(`${name}需要能力建设`)
    await page.getByRole('button', { name: '匿名发出' }).click()
    await expect(page.getByRole('main')).toContainText('问题里写了组织名称')
    await page.locator('[name=question]').fill('一家社区组织的负责人需要项目设计方面的辅导')
    await page.getByRole('button', { name: '匿名发出' }).click()
    await expect(page).toHaveURL(/\/enquiries\/[0-9a-f-]{36}$/)
    const address = page.url()
    const number = /WX[\d-]+\d/.exec((await page.getByRole('main').textContent()) ?? '')?.[0] ?? ''

    for (const [login, answer] of [
      ['xicheng.zhuren', 'can'],
      ['dongcheng.zhuren', 'cannot'],
    ] as const) {
      const asked = await signIn(browser, login)
      expect((await asked.page.request.get(address)).status()).toBe(404)
      await asked.page.goto('/enquiries?box=asked')
      await asked.page.getByRole('row').filter({ hasText: number }).getByRole('link').first().click()
      await expect(asked.page.getByRole('main')).toContainText('匿名问询')
      await expect(asked.page.getByRole('main')).not.toContainText(name)
      await act(
        asked.page,
        answer,
        answer === 'can' ? { capacity: '1', words: '可安排导师' } : { reasonCode: 'capacity' },
      )
      await showsState(asked.page, answer === 'can' ? '可以承接' : '不能承接')
    }

    await page.goto(address)
    await expect(page.getByRole('main')).toContainText('可承接 1 · 不能 1 · 未答 1')
    await act(page, 'choose', { mode: 'coService' })
    await expect(page).toHaveURL(/\/referrals\/[0-9a-f-]{36}\/compose/)
    await expect(page.locator('[name=needText]')).toHaveValue('一家社区组织的负责人需要项目设计方面的辅导')
    const referral = page.url().replace(/\/compose.*/, '')
    await page.goto(address)
    await showsState(page, '已选定')
    await page.goto(referral)
    await page.getByRole('main').getByRole('link', { name: number }).click()
    await expect(page).toHaveURL(address)
  },
)
