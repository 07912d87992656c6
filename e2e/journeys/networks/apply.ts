import { expect, type Page } from '@playwright/test'
import { settled } from '../people.ts'
import { randomUUID } from 'node:crypto'
import { ask, type Cast, fitsTheScreen, main, read, type Rules, shot, visit } from './cast.ts'

/** A picture of one pixel. */
export const picture = (name: string) => ({
  ...{ name, mimeType: 'image/png' },
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
})

/** The director publishes a call; answers its title. */
export async function publishCall(cast: Cast): Promise<string> {
  const title = '春季入驻征集'
  const page = await cast.as('director')
  await visit(page, '/calls/new')
  await page.locator('[name=title]').fill(title)
  await page.locator('[name=closesOn]').fill('2021-04-30')
  await page.locator('[name=places]').fill('4')
  await page.locator('[name=words]').fill('面向初创期社会组织，提供工位、培训和辅导。')
  await page.getByRole('button', { name: '发布', exact: true }).click()
  await expect(page).toHaveURL(/\/calls\/[0-9a-f-]{36}$/)
  await expect(main(page)).toContainText('开放中')
  await shot(cast, page, 'call')
  return title
}

async function fillTexts(page: Page, words: string): Promise<void> {
  for (const field of await main(page).locator('textarea:visible').all()) await field.fill(words)
}

async function onward(page: Page, step: string): Promise<void> {
  await main(page).getByRole('button', { name: '保存，下一步' }).click()
  await expect(page).toHaveURL(new RegExp(`step=${step}`))
  await settled(page)
}

/** Hands in every paper that is required, each with its own form. */
async function handInPapers(page: Page): Promise<void> {
  const asked = main(page)
    .locator('section')
    .filter({ has: page.getByText('必交', { exact: true }) })
  for (let left = await asked.count(); left > 0; left -= 1) {
    await asked.first().locator('input[type=file]').setInputFiles(picture('材料.png'))
    await asked.first().getByRole('button', { name: '上传' }).click()
    await expect(asked).toHaveCount(left - 1)
    await settled(page)
  }
}

/** An organisation answers a call on its phone, and submits. Answers the case's id. */
export async function applyOnPhone(cast: Cast, title: string): Promise<string> {
  const page = await cast.as('applicant')
  await visit(page, '/my/calls')
  await main(page).getByRole('link', { name: title }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
  await settled(page)
  await shot(cast, page, 'apply-call')
  await main(page).getByRole('button', { name: '申请入驻' }).click()
  await expect(page).toHaveURL(/\/my\/cases\/[0-9a-f-]{36}\/application/)
  await settled(page)
  await fillTexts(page, '为社区老人提供助餐和陪伴服务')
  await shot(cast, page, 'apply-answers')
  await onward(page, 'conditions')
  for (const yes of await main(page).getByRole('radio', { name: '符合', exact: true }).all()) await yes.check()
  await fillTexts(page, '章程和年度工作报告可以证明')
  await fitsTheScreen(page)
  await shot(cast, page, 'apply-conditions')
  await onward(page, 'papers')
  await handInPapers(page)
  await shot(cast, page, 'apply-papers')
  await main(page).getByRole('link', { name: '下一步' }).click()
  await expect(page).toHaveURL(/step=check/)
  await settled(page)
  await shot(cast, page, 'apply-check')
  await submit(page)
  await fitsTheScreen(page)
  await shot(cast, page, 'apply-submitted')
  return caseIn(page)
}

const caseIn = (page: Page): string => /[0-9a-f-]{36}/.exec(page.url())?.[0] ?? ''

async function submit(page: Page): Promise<void> {
  await main(page).getByRole('button', { name: '提交申请' }).click()
  await expect(page).toHaveURL(/\/my\/cases\/[0-9a-f-]{36}$/)
  await settled(page)
}

/** The organisation that meets no condition applies all the same: written straight, looked over and submitted on its phone. */
export async function applyInVain(cast: Cast): Promise<string> {
  const page = await cast.as('refused')
  const { rows } = await read<{ rows: { id: string }[] }>(page, 'calls.list', { which: 'open' })
  const { id } = await ask<{ id: string }>(page, 'cases.begin', {
    ...{ key: randomUUID(), organisationId: null, callId: rows[0]?.id },
  })
  const { application, eligibility } = await read<Rules>(page, 'cases.rules', { caseId: id, tenantId: null })
  const { version } = await read<{ version: number }>(page, 'cases.get', { id })
  await ask(page, 'cases.save', {
    ...{ key: randomUUID(), id, version },
    answers: Object.fromEntries(application.answers.map(one => [one.id, '见年度工作报告'])),
    claims: eligibility
      .filter(({ check }) => check.by === 'answer')
      .map(one => ({ id: one.id, claims: false, words: '暂不具备' })),
  })
  await visit(page, `/my/cases/${id}/application?step=papers`)
  await handInPapers(page)
  await visit(page, `/my/cases/${id}/application?step=check`)
  await shot(cast, page, 'refused-check')
  await submit(page)
  return id
}
