import { expect } from '@playwright/test'
import { settled } from '../people.ts'
import { applyInVain } from './apply.ts'
import { type Cast, caseOf, main, openTask, read, type Rules, shot, visit } from './cast.ts'

/** The rules at the incubator of a case. */
export const rulesOf = async (cast: Cast, caseId: string): Promise<Rules> =>
  read<Rules>(await cast.as('officer'), 'cases.rules', { caseId, tenantId: null })

/**
 * Who meets none of the conditions applies; the officer cannot let it pass, is told each condition by its name, and refuses
 * with a reason that the organisation reads. Answers the names of the conditions.
 */
export async function refusesWhoFallsShort(cast: Cast): Promise<string[]> {
  const id = await applyInVain(cast)
  const rules = await rulesOf(cast, id)
  const view = await caseOf(cast, id)
  const kept = new Map(view.verdicts.map(({ id: of, verdict }) => [of, verdict]))
  const names = rules.eligibility
    .filter(({ id: of, weighs }) => weighs === 'condition' && kept.has(of) && kept.get(of) !== 'met')
    .map(({ name }) => name.zh)
  const page = await cast.as('officer')
  await visit(page, `/cases/${id}`)
  await shot(cast, page, 'refused-before')
  const form = page.locator('form[action="?/complete"]').first()
  for (const fieldset of await form.locator('fieldset:visible').all())
    if ((await fieldset.locator('input:checked').count()) === 0) {
      const unmet = fieldset.locator('input[value=unmet]')
      if ((await unmet.count()) > 0) await unmet.check()
    }
  for (const area of await form.locator('textarea[name^="record-"]').all()) await area.fill('已核对')
  await form.locator('[name=result][value=pass]').check()
  await form.getByRole('button', { name: '办结这一步' }).click()
  const told = main(page).getByRole('alert').first()
  await expect(told).toContainText('条件不符合，不能通过')
  for (const name of names) await expect(told).toContainText(name)
  await settled(page)
  await shot(cast, page, 'refused-told')
  expect(openTask(await caseOf(cast, id)).id).toBe(openTask(view).id)
  await form.locator('[name=result][value=fail]').check()
  await form.locator('[name=reason]').fill('不符合入驻条件，建议条件成熟后再申请')
  await form.getByRole('button', { name: '办结这一步' }).click()
  await expect(main(page)).toContainText('未准入')
  await settled(page)
  await shot(cast, page, 'refused-done')
  const account = await cast.as('refused')
  await visit(account, `/my/cases/${id}`)
  await expect(main(account)).toContainText('不符合入驻条件，建议条件成熟后再申请')
  for (const name of names)
    await expect(
      main(account).getByRole('listitem').filter({ hasText: name }).filter({ hasText: '不符合' }).first(),
    ).toBeVisible()
  await shot(cast, account, 'refused-mine')
  return names
}
