import { asSystem, schema } from '@fuqiao/db'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { enquiryForm, playEnquiry } from '../../../test/enquiry-stage.ts'
import { buildTestWorld, testMonday, type TestWorld } from '../../../test/harness.ts'
import { anotherOrganisation, key, type Place, refusal, setStage, type Stage } from '../../../test/referral-stage.ts'
import { dispatchOutbox } from '../../jobs/dispatch-outbox.ts'
import { runEnquiries } from '../../jobs/run-enquiries.ts'

let world: TestWorld
let stage: Stage

beforeAll(async () => {
  world = await buildTestWorld()
})
beforeEach(async () => {
  world.setNow(testMonday)
  stage = await setStage(world)
})
afterAll(() => world.close())

const rowsOf = (id: string) =>
  asSystem(world.db, async tx => ({
    enquiry: (await tx.select().from(schema.enquiry).where(eq(schema.enquiry.id, id)))[0],
    sheets: await tx.select().from(schema.enquiryTarget).where(eq(schema.enquiryTarget.enquiryId, id)),
    history: await tx.select().from(schema.enquiryEvent).where(eq(schema.enquiryEvent.enquiryId, id)),
    events: await tx
      .select()
      .from(schema.outbox)
      .where(and(eq(schema.outbox.subjectId, id), eq(schema.outbox.topic, 'enquiry'))),
    audit: await tx
      .select()
      .from(schema.auditEntry)
      .where(and(eq(schema.auditEntry.networkId, stage.networkId), eq(schema.auditEntry.subjectKind, 'Enquiry'))),
  }))
const kindsAt = async (place: Place) => {
  const { rows } = await stage.people[place].api.notifications.list({})
  return rows.map(({ kind }) => kind).sort()
}

describe('a blind enquiry', () => {
  test('[B-11] asks three, is answered by two, and begins a filled-in draft to the one chosen; each deed has one line and one event', async () => {
    const play = playEnquiry(stage)
    await play.ask()
    await play.can('streetB', '下周起，周二周四')
    await play.cannot('sector')
    const seen = await stage.people.streetA.api.enquiries.get({ id: play.now().id })
    expect(seen.tally).toEqual({ asked: 3, can: 1, cannot: 1, awaited: 1, unanswered: 0 })
    const streetB = seen.targets.find(({ tenant }) => tenant.id === stage.tenants.streetB.id)
    expect(streetB).toMatchObject({
      answer: 'can',
      canFrom: '2026-03-09',
      capacity: 2,
      words: '下周起，周二周四',
      steps: 4,
    })
    expect(streetB?.suggestion?.lines.map(({ part }) => part)).toContain('capability')
    const chosen = await play.choose('streetB')
    expect(chosen).toMatchObject({ state: 'chosen', version: 2 })
    const draft = await stage.people.streetA.api.referrals.get({ id: chosen.referralId })
    expect(draft).toMatchObject({ state: 'draft', need: 'venue', to: { id: stage.tenants.streetB.id } })
    expect(draft.enquiry).toEqual({ id: chosen.id, number: chosen.number })
    expect(draft.timeline[0]).toMatchObject({ action: 'create', data: { enquiry: chosen.number } })
    const rows = await rowsOf(chosen.id)
    expect([rows.history.length, rows.events.length, rows.audit.length]).toEqual([4, 4, 2])
    expect(rows.sheets.map(({ tenantId, outcome }) => [tenantId, outcome])).toEqual(
      expect.arrayContaining([
        [stage.tenants.streetB.id, 'chosen'],
        [stage.tenants.sector.id, 'settled'],
        [stage.tenants.districtB.id, 'settled'],
      ]),
    )
  })

  test('tells each side of its own part: asked, answered, settled (not whom with)', async () => {
    const play = playEnquiry(stage)
    await play.ask()
    await play.can('streetB')
    await play.cannot('sector')
    await play.choose('streetB')
    await dispatchOutbox(world.deps, testMonday)
    expect(await kindsAt('streetA')).toEqual(['enquiryAnswered', 'enquiryAnswered'])
    expect(await kindsAt('streetB')).toEqual(['enquiryAsked', 'enquiryChosen'])
    expect(await kindsAt('sector')).toEqual(['enquiryAsked', 'enquirySettled'])
    expect(await kindsAt('districtB')).toEqual(['enquiryAsked', 'enquirySettled'])
    expect(await kindsAt('city')).toEqual([])
  })

  test('shows those asked neither the organisation nor the others, whatever they call', async () => {
    const play = playEnquiry(stage)
    await play.ask()
    await play.can('streetB', '回答甲')
    await play.cannot('sector', '回答乙')
    await play.choose('streetB')
    await dispatchOutbox(world.deps, testMonday)
    const { organisation, tenants } = stage
    for (const [place, other] of [
      ['sector', 'streetB'],
      ['streetB', 'sector'],
    ] as const) {
      const { api } = stage.people[place]
      const { id } = await play.sheetAt(place)
      const calls = [
        api.enquiries.sheet({ id }),
        api.enquiries.asked({}),
        api.enquiries.list({}),
        api.notifications.list({}),
        api.workbench.summary({}),
        api.enquiries.countBelow({}),
      ]
      const said = JSON.stringify(await Promise.all(calls))
      for (const mark of [
        organisation.id,
        organisation.name,
        organisation.creditCode ?? organisation.name,
        tenants[other].id,
        tenants[other].name,
        place === 'sector' ? '回答甲' : '回答乙',
        play.now().id,
      ])
        expect(said).not.toContain(mark)
      expect((await refusal(api.enquiries.get({ id: play.now().id }))).appCode).toBe('NOT_FOUND')
      expect((await refusal(api.enquiries.get({ id }))).appCode).toBe('NOT_FOUND')
    }
  })

  test('is not there for a third tenant or a superior, who counts it; nothing changes', async () => {
    const play = playEnquiry(stage)
    await play.ask()
    const sheet = await play.sheetAt('streetB')
    const before = await rowsOf(play.now().id)
    for (const place of ['city', 'districtA', 'districtC'] as const) {
      const { enquiries } = stage.people[place].api
      const close = { ...play.next(), reason: '某' }
      const calls = [
        () => enquiries.get({ id: play.now().id }),
        () => enquiries.sheet({ id: sheet.id }),
        () => enquiries.giveUp(close),
        () => enquiries.withdraw({ ...close, key: key() }),
        () => enquiries.choose({ ...play.next(), mode: 'coService', tenantId: stage.tenants.streetB.id }),
        () =>
          enquiries.answer({
            ...play.next(),
            id: sheet.id,
            answer: 'cannot',
            reasonCode: 'capacity',
            from: null,
            capacity: null,
            words: '',
          }),
      ]
      for (const call of calls) expect((await refusal(call())).appCode).toBe('NOT_FOUND')
      expect([(await enquiries.list({})).rows, (await enquiries.asked({})).rows]).toEqual([[], []])
    }
    expect(await stage.people.districtA.api.enquiries.countBelow({})).toEqual({
      sent: [{ standing: 'open', n: 1 }],
      asked: [],
    })
    expect((await stage.people.city.api.enquiries.countBelow({})).asked).toEqual([{ standing: 'awaited', n: 3 }])
    expect((await stage.people.districtC.api.enquiries.countBelow({})).sent).toEqual([])
    expect(await rowsOf(play.now().id)).toEqual(before)
  })

  test('is answered by the desk of those asked, asked by officers, and by nobody else', async () => {
    const play = playEnquiry(stage)
    await play.ask()
    const { networkId, tenants } = stage
    const sheet = await play.sheetAt('streetB')
    const answer = {
      id: sheet.id,
      version: sheet.version,
      answer: 'cannot',
      reasonCode: 'capacity',
      from: null,
      capacity: null,
      words: '',
    } as const
    for (const role of ['caseWorker', 'auditor'] as const) {
      const { api } = await world.person({ networkId, tenantId: tenants.streetB.id, roles: [role] })
      expect((await api.enquiries.sheet({ id: sheet.id })).mayAnswer).toBe(false)
      expect((await refusal(api.enquiries.answer({ key: key(), ...answer }))).appCode).toBe('NOT_ALLOWED')
    }
    const auditor = await world.person({ networkId, tenantId: tenants.streetA.id, roles: ['auditor'] })
    expect((await auditor.api.enquiries.get({ id: play.now().id })).actions).toEqual([])
    expect((await refusal(auditor.api.enquiries.ask(enquiryForm(stage, ['city'])))).appCode).toBe('NOT_ALLOWED')
    expect((await refusal(auditor.api.enquiries.withdraw({ ...play.next(), reason: '某' }))).appCode).toBe(
      'NOT_ALLOWED',
    )
    const desk = await world.person({ networkId, tenantId: tenants.streetB.id, roles: ['referralDesk'] })
    expect(await desk.api.enquiries.answer({ key: key(), ...answer })).toMatchObject({ answer: 'cannot', version: 2 })
  })

  test('refuses words that tell whom it is about, too many targets, itself, and a second one beside it', async () => {
    const { enquiries } = stage.people.streetA.api
    const { organisation, tenants } = stage
    const ask = (over: Parameters<typeof enquiryForm>[2], of: readonly Place[] = ['city']) =>
      refusal(enquiries.ask(enquiryForm(stage, of, over)))
    expect((await ask({ question: `想为${organisation.name}找场地` })).fields).toEqual({
      question: 'INPUT_ENQUIRY_NAMES_ORGANISATION',
    })
    expect((await ask({ question: '请电 13800138000' })).fields).toEqual({ question: 'INPUT_ENQUIRY_HAS_PHONE' })
    expect((await ask({ divisionCode: '990000' })).fields).toEqual({ divisionCode: 'INPUT_DIVISION_UNKNOWN' })
    expect((await ask({ need: 'dancing' })).appCode).toBe('REFERRAL_NEED_UNKNOWN')
    const six = ['city', 'districtA', 'districtB', 'districtC', 'streetB', 'sector'] as const
    expect(await ask({}, six)).toMatchObject({ appCode: 'ENQUIRY_TOO_MANY_TARGETS', params: { most: 5 } })
    expect((await ask({ targetTenantIds: [tenants.streetA.id] })).appCode).toBe('ENQUIRY_TARGET_IS_SENDER')
    const { number } = await enquiries.ask(enquiryForm(stage, ['city']))
    expect(await ask({})).toMatchObject({ appCode: 'ENQUIRY_UNDER_WAY', params: { number } })
    const other = await anotherOrganisation(world, stage, 'streetB')
    expect((await ask({ organisationId: other.organisation.id })).appCode).toBe('NOT_FOUND')
  })

  test('suggests without knowing whom it is about', async () => {
    const { enquiries } = stage.people.streetA.api
    const { suggestions, most, term } = await enquiries.suggest({ need: 'venue', field: 'elderCare' })
    expect(suggestions.map(({ tenant }) => tenant.id)).toContain(stage.tenants.streetB.id)
    expect(suggestions.map(({ tenant }) => tenant.id)).not.toContain(stage.tenants.streetA.id)
    expect([most, term]).toEqual([5, { days: 3, unit: 'workingDay' }])
  })

  test('answers the same request key once, asked or chosen', async () => {
    const play = playEnquiry(stage)
    const form = enquiryForm(stage, ['streetB', 'city'])
    const { enquiries } = stage.people.streetA.api
    const both = await Promise.all([enquiries.ask(form), enquiries.ask(form)])
    expect(both[0]).toEqual(both[1])
    play.set(both[0])
    await play.can('streetB')
    const choose = { ...play.next(), mode: 'coService' as const, tenantId: stage.tenants.streetB.id }
    const chosen = await Promise.all([enquiries.choose(choose), enquiries.choose(choose)])
    expect(chosen[0]).toEqual(chosen[1])
    const drafts = await asSystem(world.db, tx =>
      tx.select().from(schema.referral).where(eq(schema.referral.enquiryId, both[0].id)),
    )
    expect(drafts).toHaveLength(1)
  })

  test('is settled by one of two that race, and an answer that comes too late is told so', async () => {
    const play = playEnquiry(stage)
    await play.ask()
    await play.can('streetB')
    const { enquiries } = stage.people.streetA.api
    const outcomes = await Promise.allSettled([
      play.choose('streetB'),
      enquiries.withdraw({ ...play.next(), reason: '组织改变了想法' }),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const { enquiry, sheets } = await rowsOf(play.now().id)
    expect(enquiry).toMatchObject({ version: 2, nextClockAt: null })
    expect(sheets.every(({ outcome }) => outcome !== null)).toBe(true)
    const drafts = await asSystem(world.db, tx =>
      tx.select().from(schema.referral).where(eq(schema.referral.enquiryId, play.now().id)),
    )
    expect(drafts).toHaveLength(enquiry?.state === 'chosen' ? 1 : 0)
    expect((await refusal(play.cannot('sector'))).appCode).toBe('ENQUIRY_SETTLED')
  })

  test('takes one of two answers that race on a sheet, the other is told the present answer and version', async () => {
    const play = playEnquiry(stage)
    await play.ask()
    // Both are made on the same reading: one that read after the other's answer would put it right, which is allowed.
    const read = await play.sheetAt('streetB')
    const outcomes = await Promise.allSettled([
      play.can('streetB', '可以', read),
      play.cannot('streetB', '', 'capacity', read),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const sheet = await play.sheetAt('streetB')
    expect(sheet.version).toBe(2)
    const stale = stage.people.streetB.api.enquiries.answer({
      ...{
        key: key(),
        id: sheet.id,
        version: 1,
        answer: 'cannot',
        reasonCode: 'capacity',
        from: null,
        capacity: null,
        words: '',
      },
    })
    expect(await refusal(stale)).toMatchObject({
      appCode: 'VERSION_CONFLICT',
      params: { state: sheet.answer, version: 2 },
    })
  })

  test('[X-05] reminds those who have not answered, and ends on the working-day calendar, once on two workers', async () => {
    const play = playEnquiry(stage)
    await play.ask()
    await play.can('streetB')
    const run = async (at: string) => {
      const now = new Date(at)
      // Other tests' enquiries move too: this one's version tells how often it did.
      await Promise.all([runEnquiries(world.deps, now), runEnquiries(world.deps, now)])
      await dispatchOutbox(world.deps, now)
      return (await rowsOf(play.now().id)).enquiry?.version
    }
    expect(await run('2026-03-04T17:59:00+08:00')).toBe(1)
    expect(await run('2026-03-04T18:00:00+08:00')).toBe(2)
    expect(await kindsAt('sector')).toEqual(['enquiryAsked', 'enquiryReminder'])
    expect(await kindsAt('streetB')).toEqual(['enquiryAsked'])
    expect(await run('2026-03-05T18:00:00+08:00')).toBe(3)
    expect((await rowsOf(play.now().id)).enquiry).toMatchObject({ state: 'toChoose', version: 3 })
    expect(await kindsAt('streetA')).toEqual(['enquiryAnswered', 'enquiryToChoose'])
    world.setNow(new Date('2026-03-06T09:00:00+08:00'))
    await play.can('sector', '迟到的答复')
    expect(await run('2026-03-10T18:00:00+08:00')).toBe(4)
    expect(await run('2026-03-12T18:00:00+08:00')).toBe(5)
    const { enquiry, sheets } = await rowsOf(play.now().id)
    expect(enquiry).toMatchObject({ state: 'nobody', version: 5 })
    expect(sheets.map(({ answer }) => answer).sort()).toEqual(['can', 'can', 'unanswered'])
  })

  test('ends as soon as all have answered', async () => {
    const play = playEnquiry(stage, ['streetB', 'sector'])
    await play.ask()
    await play.cannot('streetB')
    await runEnquiries(world.deps, testMonday)
    expect((await rowsOf(play.now().id)).enquiry?.state).toBe('open')
    await play.cannot('sector')
    await runEnquiries(world.deps, testMonday)
    expect((await rowsOf(play.now().id)).enquiry?.state).toBe('nobody')
  })
})

describe('[B-05] needs that were enquired about and found nobody', () => {
  const year = { period: { kind: 'year' } } as const
  const unmet = async (place: Place = 'city') => {
    const { total, byCause } = await stage.people[place].api.dashboards.unmetNeeds(year)
    return [total.value, ...byCause.map(({ key: cause, value }) => `${cause} ${value}`)]
  }

  test('are counted once, as unanswered or refused, and no longer when somebody seeks them again', async () => {
    const play = playEnquiry(stage, ['streetB', 'sector'])
    await play.ask()
    await play.cannot('sector')
    expect(await unmet()).toEqual([0])
    play.set(await stage.people.streetA.api.enquiries.giveUp({ ...play.next(), reason: '' }))
    expect(await unmet()).toEqual([1, 'enquiryUnanswered 1'])
    expect(await unmet('districtA')).toEqual([1, 'enquiryUnanswered 1'])
    expect(await unmet('districtB')).toEqual([0])
    world.setNow(new Date('2026-03-03T09:00:00+08:00'))
    await play.ask()
    expect(await unmet()).toEqual([0])
    await play.cannot('streetB')
    await play.cannot('sector')
    await runEnquiries(world.deps, new Date('2026-03-03T10:00:00+08:00'))
    world.setNow(new Date('2026-03-03T11:00:00+08:00'))
    expect(await unmet()).toEqual([1, 'enquiryRefused 1'])
  })

  test('are not counted where somebody could, nor where the sender took the question back', async () => {
    const play = playEnquiry(stage, ['streetB'])
    await play.ask()
    await play.can('streetB')
    play.set(await stage.people.streetA.api.enquiries.giveUp({ ...play.next(), reason: '时间不合适' }))
    await play.ask({ need: 'sectorTraining' })
    await stage.people.streetA.api.enquiries.withdraw({ ...play.next(), reason: '不问了' })
    expect(await unmet()).toEqual([0])
  })
})
