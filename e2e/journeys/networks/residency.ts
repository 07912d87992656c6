import { expect } from '@playwright/test'
import type { CaseView } from '@fuqiao/contract'
import { settled } from '../people.ts'
import { type Cast, caseOf, main, type Rules, shot, visit } from './cast.ts'
import { doByPage } from './entry.ts'
import { doStraight } from './straight.ts'

/** A service of the network's own list is put on record. */
export async function recordService(cast: Cast, id: string, { services }: Rules): Promise<void> {
  const [service] = services
  if (!service) throw new Error('the rules list no service')
  const page = await cast.as('officer')
  await visit(page, `/cases/${id}`)
  await page
    .getByText('登记一次服务')
    .or(page.locator('summary', { hasText: '登记' }))
    .first()
    .click()
  const form = page.locator('form[action="?/recordService"]')
  await form.locator('[name=serviceId]').selectOption(service.id)
  await form.locator('[name=minutes]').fill('90')
  await form.locator('[name=words]').fill('入驻辅导')
  await form.locator('button[type=submit]').click()
  await expect(page.getByText('已登记服务')).toBeVisible()
  await settled(page)
  await expect(main(page)).toContainText(service.name.zh)
  await shot(cast, page, 'resident')
}

/** From the day it moved in to the end of the follow-up: the clock moves to what comes next, and each kind of task is done by its page the first time. Answers what was done, as the network calls it. */
export async function liveThrough(cast: Cast, id: string, rules: Rules): Promise<{ end: CaseView; done: string[] }> {
  const done: string[] = []
  const seen = new Set<string>()
  let view = await caseOf(cast, id)
  for (let turn = 0; view.state !== 'ended' && turn < 60; turn += 1) {
    const task = view.tasks.find(({ state }) => state === 'open')
    if (task) {
      done.push(task.name.zh)
      const kind = `${task.kind} ${task.holder}`
      if (seen.has(kind)) await doStraight(cast, id, { task, rules })
      else await doByPage(cast, id, task, '符合要求')
      seen.add(kind)
    } else if (!(await moveToNext(cast, view))) break
    view = await caseOf(cast, id)
  }
  return { end: view, done }
}

async function moveToNext(cast: Cast, { tasks }: CaseView): Promise<boolean> {
  const [next] = tasks
    .flatMap(({ state, opensOn }) => (state === 'planned' && opensOn !== null ? [opensOn] : []))
    .sort()
  if (next === undefined) return false
  await cast.moveTo(`${next}T09:00:00+08:00`)
  return true
}

/** The director puts an ended case away. */
export async function archive(cast: Cast, id: string): Promise<void> {
  const page = await cast.as('director')
  await visit(page, `/cases/${id}`)
  await page
    .locator('details.deed')
    .filter({ has: page.locator('form[action="?/archive"]') })
    .locator('summary')
    .click()
  await page.locator('form[action="?/archive"] button').click()
  await expect(page.getByText('已归档').first()).toBeVisible()
  await settled(page)
  await shot(cast, page, 'archived')
}
