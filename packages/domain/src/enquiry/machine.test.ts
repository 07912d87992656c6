import { describe, expect, test } from 'vitest'
import { publishedCalendar } from '../../test/calendar-fixture.ts'
import { reference } from '../../test/referral-fixture.ts'
import { instantAt } from '../calendar/civil-date.ts'
import { enquiryDue, enquiryTerm } from './clock.ts'
import type { EnquiryAnswer, EnquiryFacts, EnquirySetting, EnquiryViewer, SheetFacts } from './facts.ts'
import { identityIn } from './identity.ts'
import { availableEnquiryActions, decideAnswer, decideEnquiry } from './machine.ts'

const now = instantAt('2026-11-09', '10:00')
const sender: EnquiryViewer = { side: 'sender', roles: ['caseWorker'] }
const desk: EnquiryViewer = { side: 'target', roles: ['referralDesk'] }
const worker: EnquiryViewer = { side: 'clock', roles: [] }
const under = (viewer: EnquiryViewer, at = now): EnquirySetting => ({
  ...{ viewer, now: at, calendar: publishedCalendar, businessDayEnds: '18:00' },
  ...{ rules: reference.enquiry, reasons: reference.referral.declineReasons },
})
const clock = { startedAt: now, dueAt: instantAt('2026-11-12', '18:00') }
const asked = (...answers: EnquiryAnswer[]) => answers.map((answer, index) => ({ tenantId: `t${index}`, answer }))
const enquiry = (over: Partial<EnquiryFacts> = {}): EnquiryFacts => ({
  ...{ state: 'open', version: 1, clock, isReminded: false, asked: asked('can', 'cannot', 'awaited') },
  ...over,
})
const codeOf = (decision: ReturnType<typeof decideEnquiry> | ReturnType<typeof decideAnswer>) =>
  decision.ok ? null : decision.refusal.code

describe('a blind enquiry', () => {
  test('[B-11] is settled by choosing one that can: it is told so, the others that the matter is settled', () => {
    const decision = decideEnquiry(enquiry(), { action: 'choose', tenantId: 't0', expectedVersion: 1 }, under(sender))
    if (!decision.ok) throw new Error(decision.refusal.code)
    expect([decision.next, decision.outcomeOf('t0'), decision.outcomeOf('t1')]).toEqual(['chosen', 'chosen', 'settled'])
    for (const tenantId of ['t1', 't2', 'stranger']) {
      const other = decideEnquiry(enquiry(), { action: 'choose', tenantId, expectedVersion: 1 }, under(sender))
      expect(codeOf(other)).toBe('ENQUIRY_CANNOT_BE_CHOSEN')
    }
  })

  test('is given up with a reason where somebody could, and without where nobody did; is withdrawn with one always', () => {
    const give = (answers: EnquiryAnswer[], reason: string) =>
      decideEnquiry(
        enquiry({ asked: asked(...answers) }),
        { action: 'giveUp', reason, expectedVersion: 1 },
        under(sender),
      )
    expect(codeOf(give(['can'], ''))).toBe('ENQUIRY_REASON_MISSING')
    expect(give(['can'], '时间不合适')).toMatchObject({ ok: true, next: 'nobody' })
    expect(give(['cannot', 'awaited'], '')).toMatchObject({ ok: true, next: 'nobody' })
    const withdraw = (reason: string) =>
      decideEnquiry(enquiry(), { action: 'withdraw', reason, expectedVersion: 1 }, under(sender))
    expect(codeOf(withdraw(''))).toBe('ENQUIRY_REASON_MISSING')
    expect(withdraw('组织改变了想法')).toMatchObject({ ok: true, next: 'withdrawn' })
  })

  test('is changed by its sender alone, once, on the version that was seen', () => {
    const choose = { action: 'choose', tenantId: 't0', expectedVersion: 1 } as const
    const others: EnquiryViewer[] = [
      desk,
      worker,
      { side: 'other', roles: ['director'] },
      { ...sender, roles: ['auditor'] },
    ]
    for (const viewer of others)
      expect(codeOf(decideEnquiry(enquiry(), choose, under(viewer)))).toBe('ENQUIRY_NOT_YOURS')
    expect(decideEnquiry(enquiry({ version: 2 }), choose, under(sender))).toMatchObject({
      refusal: { code: 'ENQUIRY_VERSION_CONFLICT', params: { state: 'open', version: 2 } },
    })
    for (const state of ['chosen', 'nobody', 'withdrawn'] as const) {
      expect(codeOf(decideEnquiry(enquiry({ state }), choose, under(sender)))).toBe('ENQUIRY_WRONG_STATE')
      expect(availableEnquiryActions(enquiry({ state }), under(sender))).toEqual([])
    }
    const early = availableEnquiryActions(enquiry({ asked: asked('awaited') }), under(sender))
    expect(early.map(({ action, refusal }) => [action, refusal?.code ?? null])).toEqual([
      ['choose', 'ENQUIRY_CANNOT_BE_CHOSEN'],
      ['giveUp', null],
      ['withdraw', null],
    ])
  })

  test('[X-05] reminds once, ends its term on the working-day calendar or when all have answered, and lapses when nobody is chosen', () => {
    expect(enquiryTerm('open', now, under(worker))).toMatchObject({
      dueAt: instantAt('2026-11-12', '18:00'),
      nextAt: instantAt('2026-11-11', '18:00'),
    })
    const due = (facts: EnquiryFacts, day: string) => enquiryDue(facts, under(worker, instantAt(day, '18:00')))
    expect(due(enquiry(), '2026-11-10')).toBeNull()
    expect(due(enquiry(), '2026-11-11')).toBe('remind')
    expect(due(enquiry({ isReminded: true }), '2026-11-11')).toBeNull()
    expect(due(enquiry({ isReminded: true }), '2026-11-12')).toBe('endTerm')
    expect(due(enquiry({ asked: asked('can', 'cannot') }), '2026-11-09')).toBe('endTerm')
    const choosing = enquiry({ state: 'toChoose', asked: asked('can', 'unanswered') })
    expect(due(choosing, '2026-11-12')).toBe('lapse')
    const end = (answers: EnquiryAnswer[]) =>
      decideEnquiry(
        enquiry({ asked: asked(...answers) }),
        { action: 'endTerm', expectedVersion: 1 },
        under(worker, clock.dueAt),
      )
    expect(end(['can', 'awaited'])).toMatchObject({ ok: true, next: 'toChoose' })
    expect(end(['cannot', 'awaited'])).toMatchObject({ ok: true, next: 'nobody' })
    expect(codeOf(decideEnquiry(enquiry(), { action: 'endTerm', expectedVersion: 1 }, under(worker)))).toBe(
      'ENQUIRY_NOT_DUE',
    )
  })
})

describe('an answer', () => {
  const sheet = (over: Partial<SheetFacts> = {}): SheetFacts => ({
    version: 1,
    answer: 'awaited',
    outcome: null,
    ...over,
  })
  const can = { answer: 'can', from: '2026-11-20', capacity: 2, words: '', expectedVersion: 1 } as const
  const cannot = { answer: 'cannot', reasonCode: 'capacity', words: '', expectedVersion: 1 } as const

  test('is the desk’s or the director’s of those asked, and may be put right, also late, until the matter is settled', () => {
    expect(decideAnswer(sheet(), can, under(desk))).toEqual({ ok: true, answer: 'can' })
    expect(decideAnswer(sheet({ answer: 'unanswered' }), cannot, under(desk))).toEqual({ ok: true, answer: 'cannot' })
    for (const viewer of [sender, { ...desk, roles: ['caseWorker'] } as const])
      expect(codeOf(decideAnswer(sheet(), can, under(viewer)))).toBe('ENQUIRY_NOT_YOURS')
    expect(codeOf(decideAnswer(sheet({ outcome: 'settled' }), can, under(desk)))).toBe('ENQUIRY_SETTLED')
  })

  test('says from when, or why not, in the profile’s words', () => {
    expect(codeOf(decideAnswer(sheet(), { ...can, from: '2026-11-08' }, under(desk)))).toBe('ENQUIRY_FROM_PAST')
    expect(codeOf(decideAnswer(sheet(), { ...cannot, reasonCode: 'tired' }, under(desk)))).toBe(
      'ENQUIRY_REASON_UNKNOWN',
    )
    expect(codeOf(decideAnswer(sheet(), { ...cannot, reasonCode: 'other' }, under(desk)))).toBe('ENQUIRY_TEXT_MISSING')
    expect(codeOf(decideAnswer(sheet({ version: 2 }), can, under(desk)))).toBe('ENQUIRY_VERSION_CONFLICT')
  })
})

describe('the words of a blind enquiry', () => {
  const known = { names: ['北京市朝阳区夕阳红养老服务中心', '朝阳夕阳红'], creditCode: '52110105MJ01234567' }

  test.each([
    ['我们是北京市朝阳区夕阳红养老服务中心', 'name'],
    ['夕阳红 · 养老服务 中心想找场地', 'name'],
    ['曾用名「朝阳夕阳红」', 'name'],
    ['代码 52110105 MJ01234567', 'creditCode'],
    ['代码５２１１０１０５ＭＪ０１２３４５６７', 'creditCode'],
    ['另一家 51110105MJ0000001X', 'creditCode'],
    ['请电 138-0013-8000', 'phone'],
    ['电话(010)8888 7777', 'phone'],
    ['写信到 a@b.org', 'mail'],
  ])('may not tell who it is: %s', (text, mark) => expect(identityIn(text, known)).toBe(mark))

  test.each([
    '一家街道层面的养老组织，起步期，需要 200 平方米场地',
    '每周 3 次，2026-12-01 起，服务 1200 人',
    '养老服务中心能否共用场地',
  ])('may say what is needed: %s', text => expect(identityIn(text, known)).toBeNull())

  test('a short name without its place is a word of every day', () => {
    expect(identityIn('需要志愿者协会的支持', { names: ['朝阳区志愿者协会'], creditCode: null })).toBeNull()
  })
})
