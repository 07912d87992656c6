import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { settled, signIn } from './people.ts'
import { night } from './night.ts'

type Day = [day: string, kind: 'work' | 'off', name: string]

/** The year's list as the product has it. */
async function listOf(year: number): Promise<Day[]> {
  const file = path.resolve(import.meta.dirname, '../../db/data/calendar/cn-holidays-2019-2026.json')
  const { years } = JSON.parse(await readFile(file, 'utf8')) as { years: Record<string, Day[]> }
  return years[year] ?? []
}

test(
  '[X-05] an administrator corrects a year: faults are named by line, then the due dates that would move are shown, and move once confirmed',
  night,
  async ({ browser }) => {
    test.setTimeout(120_000)
    const { page, context } = await signIn(browser, 'xitong.guanli')
    const main = page.getByRole('main')
    const lines = (days: readonly string[][]) => days.map(day => day.join(',')).join('\n')
    const list = await listOf(2026)
    const submit = async (text: string) => {
      await settled(page)
      await page.locator('[name=year]').fill('2026')
      await page.locator('[name=text]').fill(text)
      await page.locator('[name=reason]').fill('临时放假一天')
      await page.getByRole('button', { name: '检查并试算' }).click()
    }

    await page.goto('/calendar')
    await submit(lines([...list, ['2026-11-31', '休', '临时放假']]))
    await expect(main).toContainText('这份日历有 1 处有误，未予保存')
    await expect(main).toContainText('“2026-11-31”不是有效日期')
    // What was pasted is still there.
    await expect(page.locator('[name=reason]')).toHaveValue('临时放假一天')

    await submit(lines([...list, ['2026-11-24', '休', '临时放假']]))
    await expect(page).toHaveURL(/\/calendar\/[0-9a-f-]{36}$/)
    await expect(main).toContainText('待确认')
    const moves = page.getByRole('region', { name: '变动的期限' })
    await expect(moves.locator('tbody tr').first()).toBeVisible()
    await expect(moves.locator('tbody tr').first()).toContainText('—')
    await page.getByRole('button', { name: '确认启用' }).click()
    await expect(main.getByText('已启用', { exact: true }).first()).toBeVisible()
    await expect(page.getByRole('button', { name: '确认启用' })).toHaveCount(0)
    await expect(moves.locator('tbody tr').first()).not.toContainText('—')

    await page.goto('/calendar?year=2026')
    await expect(page.getByTitle('2026-11-24 放假 临时放假')).toBeVisible()
    await context.close()
  },
)
