import { asSystem, schema } from '@fuqiao/db'
import { instantAt } from '@fuqiao/domain/calendar'
import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestWorld } from '../../../test/harness.ts'
import { key, playReferral, refusal, setStage, type Stage } from '../../../test/referral-stage.ts'
import { dispatchOutbox } from '../../jobs/dispatch-outbox.ts'
import { runClocks } from '../../jobs/run-clocks.ts'

let world: TestWorld
let stage: Stage
let id: string
beforeAll(async () => {
  world = await buildTestWorld()
})
afterAll(() => world.close())

const { consent, referral, referralSupplement } = schema
const rowOf = async () => {
  const [row] = await asSystem(world.db, tx => tx.select().from(referral).where(eq(referral.id, id)))
  if (!row) throw new Error('no referral')
  return row
}
const consentsOf = () =>
  asSystem(world.db, tx => tx.select().from(consent).where(eq(consent.referralId, id)).orderBy(asc(consent.askedAt)))
const supplementsOf = () =>
  asSystem(world.db, tx => tx.select().from(referralSupplement).where(eq(referralSupplement.referralId, id)))
const changed = async () => ({ key: key(), id, version: (await rowOf()).version })
const sender = () => stage.people.streetA.api.referrals
const target = () => stage.people.districtB.api.referrals
const account = () => stage.account.api

/** Submitted with profile and staff, and acknowledged; the target asks about a section. */
async function question(section: 'finance' | 'staff' | 'credit' | 'profile', sections: ('profile' | 'staff')[]) {
  const played = playReferral(stage, { to: 'districtB', need: 'capabilityBuilding', sections })
  ;({ id } = await played.until('acknowledge'))
  await target().requestInformation({ ...(await changed()), section, question: '请提供近两年收支' })
}
const askFurther = async (personal = false) => sender().requestFurtherConsent({ ...(await changed()), personal })
const pending = async () => {
  const [asked] = (await account().consents.pending()).filter(one => one.referralId === id)
  if (!asked) throw new Error('nothing is asked')
  return account().consents.show({ id: asked.id })
}
const sign = async () => {
  const { id: consentId, version, digest } = await pending()
  return account().consents.sign({ key: key(), id: consentId, version, digest, signatory: '理事长' })
}
const answer = async () => sender().answerInformation({ ...(await changed()), answer: '见补充内容' })
const accept = async () =>
  target().accept({
    ...(await changed()),
    ...{ leadName: '李芳', firstContactOn: '2026-03-10', duplicateAnswer: '不是同一组织' },
  })

beforeEach(async () => {
  world.setNow(instantAt('2026-03-02', '09:00'))
  stage = await setStage(world)
  await question('finance', ['profile', 'staff'])
})

describe('more than was consented to', () => {
  test('[X-03] is asked of the organisation for the same recipient, purpose and last day, while the question’s term runs on', async () => {
    const before = await rowOf()
    expect(await askFurther()).toMatchObject({ state: 'informationRequested', version: before.version + 1 })
    expect(await rowOf()).toMatchObject({ dueAt: before.dueAt, holder: 'sender', sections: before.sections })
    const shown = await pending()
    expect(shown).toMatchObject({
      state: 'asked',
      dueAt: before.dueAt?.toISOString(),
      further: { question: '请提供近两年收支', sections: ['profile', 'staff'], personal: false },
      shown: { sections: ['finance'], personal: false, purpose: '为组织争取支持', until: '2026-08-31' },
    })
    const [first] = await consentsOf()
    expect(first).toMatchObject({ state: 'signed', sections: ['profile', 'staff'] })
  })

  test('[X-03] goes to the target with the answer once it is signed, beside the first snapshot and sealed by itself', async () => {
    const sealedBefore = await sender().openSnapshot({ id })
    await askFurther()
    await sign()
    expect(await supplementsOf()).toEqual([])
    await answer()
    expect(await rowOf()).toMatchObject({ state: 'acknowledged', sections: ['profile', 'staff', 'finance'] })
    const opened = await sender().openSnapshot({ id })
    expect(opened).toMatchObject({ digest: sealedBefore.digest, sections: sealedBefore.sections, isIntact: true })
    expect(opened.supplements).toMatchObject([{ sections: { finance: {} }, people: [], isIntact: true }])
    expect(opened.supplements[0]?.digest).not.toBe(opened.digest)
    const letter = await sender().letter({ id })
    expect(letter).toMatchObject({ sections: ['profile', 'staff', 'finance'], consentSignatory: '理事长' })
    expect(letter.further).toMatchObject([
      { round: 1, sections: ['finance'], personal: false, signatory: '理事长', method: 'account' },
    ])
    expect((await account().referrals.letter({ id })).further).toEqual(letter.further)
    // Until it accepts, the target sees nothing of either.
    expect(await refusal(target().openSnapshot({ id }))).toMatchObject({ appCode: 'GRANT_NOT_LIVE' })
    const before = await target().get({ id })
    expect([before.request, before.snapshot, before.organisation]).toEqual([null, null, null])
    await accept()
    const given = await target().get({ id })
    expect(given.grant).toMatchObject({ sections: ['profile', 'staff', 'finance'], personal: false, isLive: true })
    expect(given.request?.further).toMatchObject([{ state: 'signed', sections: ['finance'], round: 1 }])
    expect((await target().openSnapshot({ id })).supplements).toHaveLength(1)
    const { access, grants } = await account().referrals.shared()
    expect(access[0]?.sections).toEqual(['finance', 'profile', 'staff'])
    expect(grants[0]?.sections).toEqual(['profile', 'staff', 'finance'])
  })

  test('[X-03] that was sealed stays as it was, whatever becomes of the dossier', async () => {
    await askFurther()
    await sign()
    await answer()
    const [sealed] = await supplementsOf()
    await asSystem(world.db, tx =>
      tx
        .update(schema.dossierSection)
        .set({ body: { years: [] } })
        .where(eq(schema.dossierSection.organisationId, stage.organisation.id)),
    )
    expect((await sender().openSnapshot({ id })).supplements[0]).toMatchObject({
      ...{ sections: sealed?.sections, digest: sealed?.digest, isIntact: true },
    })
  })

  test('[X-03] is refused: the question stays open, and words alone answer it', async () => {
    await askFurther()
    const { id: consentId, version } = await pending()
    const refused = await account().consents.refuse({ key: key(), id: consentId, version, reason: '不便提供' })
    expect(refused.state).toBe('informationRequested')
    const [, further] = await consentsOf()
    expect(further).toMatchObject({ state: 'refused', reason: '不便提供', sections: ['finance'] })
    expect(await sender().get({ id })).toMatchObject({
      request: { consent: { state: 'signed' }, further: [{ state: 'refused', reason: '不便提供', supplement: null }] },
    })
    await answer()
    expect(await rowOf()).toMatchObject({ state: 'acknowledged', sections: ['profile', 'staff'] })
    await accept()
    const given = await target().get({ id })
    expect(given.grant?.sections).toEqual(['profile', 'staff'])
    // What was refused is between sender and organisation.
    expect(given.request?.further).toEqual([])
    expect(JSON.stringify(given)).not.toContain('不便提供')
    expect((await target().openSnapshot({ id })).supplements).toEqual([])
  })

  test('[X-03] may be asked for once more after a refusal, and is of no use once the question is answered', async () => {
    await askFurther()
    expect(await refusal(askFurther())).toMatchObject({ appCode: 'FURTHER_CONSENT_ASKED' })
    const first = await pending()
    await account().consents.refuse({ key: key(), id: first.id, version: first.version, reason: '' })
    await askFurther()
    const { id: consentId, digest } = await pending()
    await answer()
    expect((await consentsOf()).map(({ state }) => state)).toEqual(['signed', 'refused', 'superseded'])
    expect(await account().consents.pending()).toEqual([])
    const { version } = await rowOf()
    const late = { key: key(), id: consentId, version, digest, signatory: '理事长' }
    expect(await refusal(account().consents.sign(late))).toMatchObject({ appCode: 'REFERRAL_WRONG_STATE' })
    expect(await rowOf()).toMatchObject({ version, sections: ['profile', 'staff'] })
  })

  test('[X-03] goes nowhere when the question lapses, whatever was signed', async () => {
    await askFurther()
    await sign()
    world.setNow(instantAt('2026-03-11', '18:00'))
    for (let more = 1; more > 0;) more = await runClocks(world.deps, world.deps.now())
    expect(await rowOf()).toMatchObject({ state: 'acknowledged', sections: ['profile', 'staff'] })
    expect((await consentsOf()).map(({ state }) => state)).toEqual(['signed', 'lapsed'])
    expect(await supplementsOf()).toEqual([])
  })

  test('[X-03] is signed on paper too, by the sender with the scan and the reason', async () => {
    await askFurther()
    const paper = {
      ...{ signatory: '理事长', reason: '没有账号', fileName: '补充同意书.pdf' },
      content: Buffer.from('%PDF-1.7 signed').toString('base64'),
    }
    expect((await sender().uploadPaperConsent({ ...(await changed()), ...paper })).state).toBe('informationRequested')
    const [, further] = await consentsOf()
    expect(further).toMatchObject({ state: 'signed', method: 'paper', informationRound: 1 })
    expect(further?.attachmentId).not.toBeNull()
    await answer()
    expect((await rowOf()).sections).toEqual(['profile', 'staff', 'finance'])
  })

  test('[X-03] is revoked with the consent that it came beside: every sight ends', async () => {
    await askFurther()
    await sign()
    await answer()
    await accept()
    await account().referrals.revokeConsent({ ...(await changed()), reason: '' })
    expect((await consentsOf()).map(({ state }) => state)).toEqual(['revoked', 'revoked'])
    expect(await target().get({ id })).toMatchObject({
      ...{ grant: { isLive: false }, request: { consent: null, further: [] }, snapshot: null },
    })
    expect(await refusal(target().openSnapshot({ id }))).toMatchObject({ appCode: 'GRANT_NOT_LIVE' })
  })

  test('[B-11] is read anew with the rest when a closed referral is taken up again', async () => {
    await askFurther()
    await sign()
    await answer()
    await accept()
    await target().begin({ ...(await changed()), contactedOn: '2026-03-02', note: '' })
    const report = { outcomeCode: 'served', outcomeText: '', servicesDelivered: '辅导' }
    await target().reportOutcome({ ...(await changed()), ...report })
    await sender().confirmClosure(await changed())
    await account().referrals.confirmClosure(await changed())
    expect((await target().get({ id })).grant?.isLive).toBe(false)
    await sender().reopen({ ...(await changed()), reason: '需求再次出现', grantUntil: '2026-06-30' })
    expect((await target().get({ id })).grant).toMatchObject({
      ...{ sections: ['profile', 'staff', 'finance'], isLive: true },
    })
  })

  test('[X-05] tells the target that the organisation was asked, and no more; organisation and sender are told what concerns them', async () => {
    await askFurther(false)
    const seen = await target().get({ id })
    expect(seen.course).toMatchObject({ isFurtherAsked: true, further: null })
    const line = seen.timeline.find(({ action }) => action === 'requestFurtherConsent')
    expect(line).toMatchObject({ by: 'sender', note: '', data: {} })
    expect((await sender().get({ id })).course.further).toEqual({ sections: ['finance'], personal: false })
    await sign()
    const after = await target().get({ id })
    expect(after.timeline.map(({ action }) => action)).not.toContain('signFurtherConsent')
    expect(after.course.isFurtherAsked).toBe(true)
    await dispatchOutbox(world.deps, world.deps.now())
    const notices = await asSystem(world.db, tx =>
      tx.select().from(schema.notice).where(eq(schema.notice.referralId, id)),
    )
    const told = notices.filter(({ kind }) => kind.startsWith('further'))
    expect(told.map(({ kind, tenantId, organisationId }) => [kind, tenantId, organisationId])).toEqual([
      ['furtherConsentAsked', null, stage.organisation.id],
      ['furtherConsentSigned', stage.tenants.streetA.id, null],
    ])
  })
})

describe('named people', () => {
  test('[X-03] are a line of their own in the further consent, sealed with it', async () => {
    await target().get({ id })
    await answer()
    await target().requestInformation({ ...(await changed()), section: 'staff', question: '请提供专职人员名单' })
    await askFurther(true)
    const { shown } = await pending()
    expect(shown).toMatchObject({ sections: [], personal: true })
    await sign()
    await answer()
    expect(await rowOf()).toMatchObject({ sections: ['profile', 'staff'], personal: true })
    const [supplement] = await supplementsOf()
    expect(supplement).toMatchObject({ sections: {} })
    expect(supplement?.people.length).toBeGreaterThan(0)
    await accept()
    expect((await target().get({ id })).grant).toMatchObject({ personal: true })
  })
})

describe('nobody asks or signs for more out of turn', () => {
  test.each([
    ['the target', () => target(), 'NOT_ALLOWED'],
    ['an incubator beside', () => stage.people.districtC.api.referrals, 'NOT_FOUND'],
    ['the common superior', () => stage.people.city.api.referrals, 'NOT_ALLOWED'],
  ])('%s asks the organisation for nothing', async (_, who, code) => {
    const before = await rowOf()
    const input = { ...(await changed()), personal: false }
    expect(await refusal(who().requestFurtherConsent(input))).toMatchObject({ appCode: code })
    expect(await rowOf()).toEqual(before)
    expect(await consentsOf()).toHaveLength(1)
  })

  test('what the question does not name is not asked for', async () => {
    const before = await rowOf()
    expect(await refusal(askFurther(true))).toMatchObject({ appCode: 'FURTHER_CONSENT_NEEDLESS' })
    expect(await rowOf()).toEqual(before)
    await answer()
    await target().requestInformation({ ...(await changed()), section: 'profile', question: '请说明' })
    expect(await refusal(askFurther())).toMatchObject({ appCode: 'FURTHER_CONSENT_NEEDLESS' })
  })

  test('an old version, a digest of something else and another organisation’s account change nothing', async () => {
    const stale = { key: key(), id, version: (await rowOf()).version - 1, personal: false }
    expect(await refusal(sender().requestFurtherConsent(stale))).toMatchObject({ appCode: 'VERSION_CONFLICT' })
    await askFurther()
    const before = await rowOf()
    const { id: consentId, version, digest } = await pending()
    const input = { key: key(), id: consentId, version, digest, signatory: '理事长' }
    expect(await refusal(account().consents.sign({ ...input, digest: '0'.repeat(64) }))).toMatchObject({
      appCode: 'CONSENT_SHOWN_CHANGED',
    })
    const stranger = await world.account({ networkId: stage.networkId, organisationId: stage.organisation.id })
    expect((await stranger.api.consents.show({ id: consentId })).state).toBe('asked')
    expect(await refusal(stage.people.streetB.api.referrals.get({ id }))).toMatchObject({ appCode: 'NOT_FOUND' })
    expect(await rowOf()).toEqual(before)
    const again = { ...input, key: key() }
    const answers = [await account().consents.sign(again), await account().consents.sign(again)]
    expect(answers[0]).toEqual(answers[1])
    expect((await rowOf()).version).toBe(before.version + 1)
  })

  test('of signing and answering at once one wins, and the other is told', async () => {
    await askFurther()
    const { id: consentId, version, digest } = await pending()
    const both = await Promise.allSettled([
      account().consents.sign({ key: key(), id: consentId, version, digest, signatory: '理事长' }),
      sender().answerInformation({ key: key(), id, version, answer: '已说明' }),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const row = await rowOf()
    expect(row).toMatchObject({ version: version + 1, sections: ['profile', 'staff'] })
    expect((await consentsOf()).map(({ state }) => state)).toEqual([
      'signed',
      row.state === 'acknowledged' ? 'superseded' : 'signed',
    ])
  })
})
