import { expect, type Page } from '@playwright/test'
import type { CaseView } from '@fuqiao/contract'
import { testPassword } from '@fuqiao/db/factories'
import { settled } from '../people.ts'
import { picture } from './apply.ts'
import { type Cast, caseOf, fitsTheScreen, handOf, main, openTask, type Rules, shot, visit } from './cast.ts'
import { doStraight, panelStraight, scoreStraight, seatedOn } from './straight.ts'

type Task = CaseView['tasks'][number]
const form = (page: Page) => page.locator('form[action="?/complete"]').first()
/** The lines of the rail that are to be done now. */
export const now = (page: Page) => page.locator('.rail [aria-current=step]')

/** Fills whatever the form of a task asks for and is still empty, so that it passes. */
async function fillForm(page: Page): Promise<void> {
  const fields = form(page)
  for (const fieldset of await fields.locator('fieldset:visible').all())
    if ((await fieldset.locator('input:checked').count()) === 0) {
      const met = fieldset.locator('input[value=met]')
      if ((await met.count()) > 0) await met.check()
    }
  for (const area of await fields.locator('textarea[name^="record-"]').all()) await area.fill('经核实，情况属实')
  for (const mark of await fields.locator('input[name^="mark-"]').all()) await mark.fill('82')
  for (const file of await fields.locator('input[type=file][required]').all())
    await file.setInputFiles(picture('现场.png'))
}

/** Does a task by the form of its page, as whoever holds it; answers the page. */
export async function doByPage(cast: Cast, id: string, task: Task, words = ''): Promise<Page> {
  const page = await cast.as(handOf(task))
  await visit(page, `/cases/${id}`)
  await expect(now(page).filter({ hasText: task.name.zh })).toHaveCount(1)
  await fillForm(page)
  if (words !== '') await form(page).locator('[name=reason]').fill(words)
  if (task.kind === 'admission') await form(page).locator('[name=place]').fill('二层 201 室')
  await form(page).locator('[name=result][value=pass]').check()
  await shot(cast, page, `do-${task.kind}-${task.stepId ?? ''}${task.ordinal}`)
  await form(page).getByRole('button', { name: '办结这一步' }).click()
  await expect(page.getByText(`已办结：${task.name.zh}`).first()).toBeVisible()
  await settled(page)
  return page
}

/** One expert reads the application and scores it without seeing what others gave. */
async function scoreByPage(cast: Cast, caseId: string, { who, mark }: { who: number; mark: number }): Promise<void> {
  const page = await cast.as(who)
  const { organisationName } = await caseOf(cast, caseId)
  await visit(page, '/panels')
  await main(page).getByRole('link', { name: organisationName }).first().click()
  await page.getByRole('button', { name: '没有利益关系，开始评审' }).click()
  await expect(page.getByText('申请材料已经打开，请阅读后评分')).toBeVisible()
  await settled(page)
  await expect(main(page)).toContainText('为社区老人提供助餐和陪伴服务')
  for (const field of await page.locator('input[name^="mark-"]').all()) await field.fill(String(mark))
  await page.locator('[name=words]').fill('方案可行')
  await shot(cast, page, `panel-score-${who}`)
  await page.getByRole('button', { name: '提交评分' }).click()
  await expect(page.getByText('评分已提交')).toBeVisible()
  await settled(page)
  await shot(cast, page, `panel-scored-${who}`)
}

/** Calls a panel, draws it by lot, and has its experts score blindly: what one gave is shown to nobody before all have. */
async function doPanel(cast: Cast, id: string, rules: Rules): Promise<void> {
  const page = await cast.as('officer')
  await visit(page, `/cases/${id}`)
  await shot(cast, page, 'panel-to-call')
  await page.getByRole('button', { name: '公布名单' }).click()
  await expect(page.getByText('名单和种子摘要已公布，可以抽签')).toBeVisible()
  await settled(page)
  await page.getByRole('button', { name: '抽签', exact: true }).click()
  await expect(page.getByText('抽签完成，已通知抽中的专家')).toBeVisible()
  await settled(page)
  await shot(cast, page, 'panel-drawn')
  const seated = await seatedOn(cast, id)
  expect(seated).toHaveLength(rules.panel?.experts ?? 0)
  for (const [index, who] of seated.entries()) {
    const mark = 76 + index * 4
    if (index === 0) await scoreByPage(cast, id, { who, mark })
    else await scoreStraight(await cast.as(who), rules.panel?.criteria ?? [], mark)
    if (index > 0) continue
    await page.reload()
    await settled(page)
    await expect(page.locator('#panel')).toContainText(`1 / ${seated.length} 名专家已评分`)
    await expect(page.locator('#panel')).not.toContainText('方案可行')
    await expect(page.locator('#panel')).not.toContainText('加权得分')
  }
  await page.reload()
  await settled(page)
  await expect(page.locator('#panel')).toContainText('平均分')
  await expect(page.locator('#panel')).toContainText('80')
  await expect(page.locator('#panel')).toContainText('方案可行')
  await shot(cast, page, 'panel-marked')
}

/** A passer-by objects to the public notice; it holds the case until it is answered, and the notice until its day is over. */
async function doNotice(cast: Cast, id: string, task: Task): Promise<void> {
  const { notice, organisationName } = await caseOf(cast, id)
  const { anybody } = cast
  await visit(anybody, '/public/notices')
  await shot(cast, anybody, 'public-notices')
  await main(anybody).getByRole('link', { name: organisationName }).first().click()
  await settled(anybody)
  await anybody.locator('[name=name]').fill('路过的居民')
  await anybody.locator('[name=contact]').fill('13800000000')
  await anybody.locator('[name=words]').fill('该组织的登记地址无人办公')
  await fitsTheScreen(anybody)
  await shot(cast, anybody, 'public-notice')
  await anybody.getByRole('button', { name: '提交异议' }).click()
  await expect(anybody).toHaveURL(/\/thanks$/)
  await cast.moveTo(new Date(new Date(notice?.endsAt ?? '').getTime() + 60_000).toISOString())
  const page = await cast.as('officer')
  await visit(page, `/cases/${id}`)
  await expect(main(page)).toContainText('该组织的登记地址无人办公')
  await form(page).locator('[name=result][value=pass]').check()
  await form(page).getByRole('button', { name: '办结这一步' }).click()
  await expect(main(page).getByRole('alert').first()).toContainText('异议')
  await shot(cast, page, 'notice-unanswered')
  await page.locator('form[action="?/answer"] [name=answer]').fill('经实地核查，地址属实，有人办公')
  await page.locator('form[action="?/answer"] button').click()
  await expect(page.getByText('已答复异议')).toBeVisible()
  await doByPage(cast, id, task)
}

/** Both sides sign, each under its own account: the director at a desk, the organisation on its phone. */
async function doSigning(cast: Cast, id: string): Promise<void> {
  const director = await cast.as('director')
  await visit(director, `/cases/${id}`)
  await shot(cast, director, 'sign')
  const desk = director.locator('form[action="?/sign"]')
  await desk.locator('[name=password]').fill(testPassword)
  await desk.getByRole('button').last().click()
  await expect(director.getByText('已签署').first()).toBeVisible()
  await expect(desk).toHaveCount(0)
  const account = await cast.as('applicant')
  await visit(account, `/my/cases/${id}`)
  await fitsTheScreen(account)
  await shot(cast, account, 'my-sign')
  const own = account.locator('form[action="?/sign"]')
  await own.locator('[name=password]').fill(`${testPassword}!`)
  await own.getByRole('button').last().click()
  await expect(account.locator('[data-error-summary]')).toBeVisible()
  await settled(account)
  await own.locator('[name=password]').fill(testPassword)
  await own.getByRole('button').last().click()
  await expect(own).toHaveCount(0)
}

/** The first day on which it may move in, where the rules have one. */
async function waitToMoveIn(cast: Cast, { submittedAt }: CaseView, { entryTerm }: Rules): Promise<void> {
  if (!entryTerm || submittedAt === null) return
  const day = new Date(submittedAt)
  day.setUTCMonth(day.getUTCMonth() + entryTerm.atLeastMonths, day.getUTCDate() + 1)
  await cast.moveTo(day.toISOString())
}

/** Does every step of entry as it comes, by the pages of whoever holds it, but for kinds that go straight. Answers the steps' names in their order. */
export async function enter(
  cast: Cast,
  id: string,
  { rules, straight }: { rules: Rules; straight: readonly string[] },
) {
  const steps: string[] = []
  for (let view = await caseOf(cast, id); view.state === 'entry'; view = await caseOf(cast, id)) {
    const task = openTask(view)
    steps.push(task.name.zh)
    if (task.kind === 'admission') await waitToMoveIn(cast, view, rules)
    if (straight.includes(task.kind)) {
      if (task.kind === 'panel') await panelStraight(cast, id, rules)
      await doStraight(cast, id, { task, rules })
    } else await doStep(cast, id, { task, rules })
  }
  return steps
}

async function doStep(cast: Cast, id: string, { task, rules }: { task: Task; rules: Rules }): Promise<void> {
  if (task.kind === 'publicNotice') return doNotice(cast, id, task)
  if (task.kind === 'agreement') return doSigning(cast, id)
  if (task.kind === 'panel') await doPanel(cast, id, rules)
  await doByPage(cast, id, task)
}
