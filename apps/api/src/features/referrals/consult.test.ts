import { randomUUID } from 'node:crypto'
import { asSystem, schema, withSession } from '@fuqiao/db'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestWorld } from '../../../test/harness.ts'
import { key, playConsult, playReferral, refusal, setStage, type Stage } from '../../../test/referral-stage.ts'

let world: TestWorld
let stage: Stage

beforeAll(async () => {
  world = await buildTestWorld()
  stage = await setStage(world)
})
afterAll(() => world.close())

const rowOf = async (id: string) => {
  const [row] = await asSystem(world.db, tx => tx.select().from(schema.referral).where(eq(schema.referral.id, id)))
  if (!row) throw new Error('no row')
  return row
}
const tracesOf = (referralId: string) =>
  asSystem(world.db, async tx => ({
    consents: await tx.select().from(schema.consent).where(eq(schema.consent.referralId, referralId)),
    snapshots: await tx
      .select()
      .from(schema.referralSnapshot)
      .where(eq(schema.referralSnapshot.referralId, referralId)),
    grants: await tx.select().from(schema.dossierGrant).where(eq(schema.dossierGrant.referralId, referralId)),
    serving: await tx
      .select()
      .from(schema.organisationServing)
      .where(eq(schema.organisationServing.referralId, referralId)),
  }))

describe('advice', () => {
  test('goes from the question to the word of the sender’s director, and leaves no consent, snapshot, grant or serving behind', async () => {
    const consult = playConsult(stage)
    expect(await consult.until('send')).toMatchObject({ state: 'awaitingApproval' })
    expect(await consult.approve()).toMatchObject({ state: 'submitted' })
    for (const [step, state] of [
      ['acknowledge', 'acknowledged'],
      ['accept', 'accepted'],
      ['begin', 'active'],
      ['report', 'outcomeReported'],
      ['confirm', 'closed'],
    ] as const)
      expect(await consult[step]()).toMatchObject({ state })
    const { id } = consult.now()
    expect(await tracesOf(id)).toEqual({ consents: [], snapshots: [], grants: [], serving: [] })
    const seen = await stage.people.streetA.api.referrals.get({ id })
    expect(seen).toMatchObject({
      ...{
        kind: 'consult',
        state: 'closed',
        isUnconfirmed: false,
        organisation: null,
        letterCode: null,
        request: null,
      },
      outcome: { code: 'answered', services: '先备案,再申请' },
    })
  })

  test('shows its adviser the preview and nothing else, before it accepts and after', async () => {
    const consult = playConsult(stage)
    await consult.until('acknowledge')
    const { api } = stage.people.city
    const look = async () => api.referrals.get({ id: consult.now().id })
    const before = await look()
    expect(before.preview).toMatchObject({ field: 'elderCare', stage: 'startUp', need: 'oneStopService' })
    await consult.accept()
    const after = await look()
    expect(after).toMatchObject({ organisation: null, request: null, snapshot: null, grant: null, accessLog: null })
    expect(after.preview).toEqual(before.preview)
    expect(await refusal(api.referrals.openSnapshot({ id: consult.now().id }))).toMatchObject({
      appCode: 'GRANT_NOT_LIVE',
    })
    expect(await refusal(api.referrals.letter({ id: consult.now().id }))).toMatchObject({ appCode: 'NOT_FOUND' })
    const { letterCode } = await rowOf(consult.now().id)
    expect(await refusal(api.referrals.verifyLetter({ code: letterCode }))).toMatchObject({ appCode: 'NOT_FOUND' })
  })

  test('takes field, stage and area from an organisation of one’s own and keeps no trace of which', async () => {
    const { api } = stage.people.streetA
    const made = await api.referrals.createConsult({ key: key(), organisationId: stage.organisation.id })
    const row = await rowOf(made.id)
    const { kind, field, stage: at, divisionCode } = stage.organisation
    expect(row).toMatchObject({
      ...{ organisationId: null, previewKind: kind, previewField: field, previewStage: at },
      previewDivisionCode: divisionCode,
    })
    const records = await asSystem(world.db, async tx => [
      await tx.select().from(schema.referralEvent).where(eq(schema.referralEvent.referralId, made.id)),
      await tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.subjectId, made.id)),
      await tx.select().from(schema.outbox).where(eq(schema.outbox.subjectId, made.id)),
    ])
    const words = JSON.stringify([row, records], (_, value: unknown) =>
      typeof value === 'bigint' ? Number(value) : value,
    )
    expect(words).not.toContain(stage.organisation.id)
    expect(words).not.toContain(stage.organisation.name)
  })

  test('is not described after an organisation that another keeps: it does not exist, and no draft is made', async () => {
    const count = () => asSystem(world.db, tx => tx.$count(schema.referral))
    const before = await count()
    const input = { key: key(), organisationId: stage.organisation.id }
    const foreign = await refusal(stage.people.streetB.api.referrals.createConsult(input))
    const unknown = await refusal(
      stage.people.streetB.api.referrals.createConsult({ key: key(), organisationId: randomUUID() }),
    )
    expect(foreign).toEqual(unknown)
    expect(await count()).toBe(before)
  })

  test('does not leave while the question names one of the sender’s organisations, is empty, or describes no case', async () => {
    const { api } = stage.people.streetA
    const consult = playConsult(stage)
    await consult.until('draft')
    expect(await refusal(api.referrals.sendForApproval(consult.next()))).toMatchObject({
      appCode: 'REFERRAL_TARGET_MISSING',
    })
    await consult.edit()
    const form = {
      ...{ need: 'venue', targetTenantId: stage.tenants.city.id, otherReason: '更熟悉', organisationKind: null },
      ...({ field: 'elderCare', stage: 'startUp' } as const),
      divisionCode: '11',
    } as const
    for (const [change, appCode] of [
      [{ needText: '' }, 'REFERRAL_QUESTION_MISSING'],
      [{ needText: '如何', stage: null }, 'REFERRAL_CASE_UNDESCRIBED'],
      [{ needText: `请教 ${[...stage.organisation.name].join(' ')} 的事` }, 'REFERRAL_NEED_NAMES_ORGANISATION'],
    ] as const) {
      consult.set(await api.referrals.editConsult({ ...consult.next(), ...form, ...change }))
      expect(await refusal(api.referrals.sendForApproval(consult.next()))).toMatchObject({ appCode })
      expect(await rowOf(consult.now().id)).toMatchObject({ state: 'draft', version: consult.now().version })
    }
    const nowhere = { ...consult.next(), ...form, needText: '如何', divisionCode: '990099' }
    expect(await refusal(api.referrals.editConsult(nowhere))).toMatchObject({ appCode: 'REFERRAL_CASE_UNDESCRIBED' })
  })

  test('knows no consent, return, dispute or re-opening, and a referral is not sent past its organisation', async () => {
    const { streetA, city } = stage.people
    const consult = playConsult(stage)
    await consult.until('edit')
    const kindless = { appCode: 'REFERRAL_NOT_OF_THIS_KIND' }
    expect(await refusal(streetA.api.referrals.requestConsent(consult.next()))).toMatchObject(kindless)
    await consult.send()
    for (const step of ['approve', 'acknowledge', 'accept', 'begin'] as const) await consult[step]()
    const sheet = { ...consult.next(), reason: '不便', handOverSheet: '无' }
    expect(await refusal(city.api.referrals.requestReturn(sheet))).toMatchObject(kindless)
    await consult.report()
    expect(await refusal(streetA.api.referrals.dispute({ ...consult.next(), reason: '不满意' }))).toMatchObject(
      kindless,
    )
    const referral = playReferral(stage)
    await referral.until('edit')
    expect(await refusal(streetA.api.referrals.sendForApproval(referral.next()))).toMatchObject(kindless)
    const edit = {
      ...{ need: null, needText: '', targetTenantId: null, otherReason: '', organisationKind: null },
      ...{ field: null, stage: null, divisionCode: null },
    }
    expect(await refusal(streetA.api.referrals.editConsult({ ...referral.next(), ...edit }))).toMatchObject(kindless)
    expect(await rowOf(referral.now().id)).toMatchObject({ state: 'draft', version: referral.now().version })
  })

  test('may be declined, questioned without naming a section, and answered with its own outcomes alone', async () => {
    const { city, streetA } = stage.people
    const consult = playConsult(stage)
    await consult.until('acknowledge')
    const asked = { ...consult.next(), question: '组织有多少会员?' }
    expect(await refusal(city.api.referrals.requestInformation({ ...asked, section: 'profile' }))).toMatchObject({
      appCode: 'INFORMATION_SECTION_MISFIT',
    })
    consult.set(await city.api.referrals.requestInformation({ ...asked, section: null }))
    consult.set(await streetA.api.referrals.answerInformation({ ...consult.next(), answer: '三十人' }))
    await consult.accept()
    await consult.begin()
    const report = { ...consult.next(), outcomeText: '', servicesDelivered: '建议' }
    expect(await refusal(city.api.referrals.reportOutcome({ ...report, outcomeCode: 'served' }))).toMatchObject({
      appCode: 'OUTCOME_UNKNOWN',
    })
    const other = playConsult(stage)
    await other.until('acknowledge')
    const declined = { ...other.next(), reasonCode: 'capacity', text: '', betterTenantId: null }
    other.set(await city.api.referrals.decline(declined))
    const { successorId } = await streetA.api.referrals.reroute(other.next())
    expect(await rowOf(successorId)).toMatchObject({
      ...{
        kind: 'consult',
        organisationId: null,
        previewField: 'elderCare',
        needText: '成立三年的助老组织如何申请一站式服务',
      },
    })
  })

  test('is nobody else’s: another tenant finds nothing of it and changes nothing', async () => {
    const consult = playConsult(stage)
    await consult.until('edit')
    const before = await rowOf(consult.now().id)
    for (const place of ['streetB', 'city'] as const) {
      const { api } = stage.people[place]
      const change = consult.next()
      expect(await refusal(api.referrals.get({ id: change.id }))).toMatchObject({ appCode: 'NOT_FOUND' })
      expect(await refusal(api.referrals.sendForApproval(change))).toMatchObject({ appCode: 'NOT_FOUND' })
    }
    expect(await refusal(stage.account.api.referrals.get({ id: before.id }))).toMatchObject({ appCode: 'NOT_FOUND' })
    expect(await rowOf(before.id)).toEqual(before)
  })

  test('once closed, begins a referral to its adviser with need and words taken over; of another’s, or open, it does not', async () => {
    const { streetA, streetB } = stage.people
    const consult = playConsult(stage)
    await consult.until('report')
    const input = { organisationId: stage.organisation.id, mode: 'coService' as const, consultId: consult.now().id }
    expect(await refusal(streetA.api.referrals.create({ key: key(), ...input }))).toMatchObject({
      appCode: 'REFERRAL_WRONG_STATE',
    })
    await consult.confirm()
    const foreign = { ...input, key: key() }
    expect(await refusal(streetB.api.referrals.create(foreign))).toMatchObject({ appCode: 'NOT_FOUND' })
    const made = await streetA.api.referrals.create({ key: key(), ...input })
    const view = await streetA.api.referrals.get({ id: made.id })
    expect(view).toMatchObject({ kind: 'refer', to: { id: stage.tenants.city.id }, need: 'oneStopService' })
    expect(view.timeline[0]?.data).toEqual({ consult: consult.now().number })
  })

  test('opens no grant at the wall itself: its adviser cannot write one, nor its sender give it an organisation', async () => {
    const consult = playConsult(stage)
    await consult.until('accept')
    const { city, streetA } = stage.people
    const now = world.deps.now()
    const grant = {
      ...{ networkId: stage.networkId, id: randomUUID(), tenantId: stage.tenants.city.id, from: now },
      ...{ organisationId: stage.organisation.id, grantedByTenantId: stage.tenants.streetA.id },
      ...{ referralId: consult.now().id, sections: ['profile'], personal: false, until: new Date('2026-08-31') },
    }
    const write = withSession(world.db, { sessionId: city.sessionId, now }, tx =>
      tx.insert(schema.dossierGrant).values(grant),
    )
    await expect(write).rejects.toMatchObject({ cause: { code: '42501' } })
    const draft = await playConsult(stage).until('draft')
    const name = withSession(world.db, { sessionId: streetA.sessionId, now }, tx =>
      tx
        .update(schema.referral)
        .set({ kind: 'refer', organisationId: stage.organisation.id })
        .where(eq(schema.referral.id, draft.id)),
    )
    await expect(name).rejects.toMatchObject({ cause: { code: '42501' } })
    expect(await tracesOf(consult.now().id)).toMatchObject({ grants: [] })
    expect(await rowOf(draft.id)).toMatchObject({ kind: 'consult', organisationId: null })
  })

  test('is listed with its kind, and a list is narrowed to a kind', async () => {
    const { api } = stage.people.city
    const { rows } = await api.referrals.inbox({ filter: { kind: 'consult' } })
    expect(rows.length).toBeGreaterThan(2)
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['consult']))
    expect(rows.every(({ organisation }) => organisation === null)).toBe(true)
  })
})
