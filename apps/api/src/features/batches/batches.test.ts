import { asSystem, schema } from '@fuqiao/db'
import { newOrganisation } from '@fuqiao/db/factories'
import { and, eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { batchForm, batchWish, beginBatch } from '../../../test/batch-stage.ts'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { makePartners } from '../../../test/partner-stage.ts'
import { startSide } from '../../../test/model/side-process.ts'
import { anotherOrganisation, key, playReferral, refusal, setStage, type Stage } from '../../../test/referral-stage.ts'

let world: TestWorld
let stage: Stage
/** Three organisations of the first street, the first the stage's own. */
let ids: string[]
let others: { organisation: Stage['organisation']; account: TestPerson }[]

beforeAll(async () => {
  world = await buildTestWorld()
})
beforeEach(async () => {
  world.setNow(testMonday)
  stage = await setStage(world)
  others = [await anotherOrganisation(world, stage), await anotherOrganisation(world, stage)]
  ids = [stage.organisation.id, ...others.map(({ organisation }) => organisation.id)]
})
afterAll(() => world.close())

const sender = () => stage.people.streetA.api
const previewed = async (over: Parameters<typeof batchWish>[1] = {}, marked = ids) => {
  const { rows } = await sender().batches.preview({ organisationIds: marked, ...batchWish(stage, over) })
  return rows.map(row => row.refusal?.code ?? null)
}
/** What is written of organisations: their referrals, with lines, audit entries and events of each. */
const written = (marked = ids) =>
  asSystem(world.db, async tx => {
    const referrals = await tx.select().from(schema.referral).where(inArray(schema.referral.organisationId, marked))
    const found = referrals.map(({ id }) => id)
    if (found.length === 0) return { referrals, events: [], audit: [], outbox: [] }
    return {
      referrals,
      events: await tx.select().from(schema.referralEvent).where(inArray(schema.referralEvent.referralId, found)),
      audit: await tx.select().from(schema.auditEntry).where(inArray(schema.auditEntry.subjectId, found)),
      outbox: await tx.select().from(schema.outbox).where(inArray(schema.outbox.subjectId, found)),
    }
  })
const stored = () =>
  asSystem(world.db, async tx => ({
    batches: await tx.select().from(schema.referralBatch).where(eq(schema.referralBatch.networkId, stage.networkId)),
    items: await tx
      .select()
      .from(schema.referralBatchItem)
      .where(eq(schema.referralBatchItem.networkId, stage.networkId)),
  }))
/** A change of the referral in one row of a batch, as the page asks for it. */
const changeOf = (
  { referral }: { referral: { id: string; version: number | null } | null } | undefined = { referral: null },
) => ({
  ...{ key: key(), id: referral?.id ?? '', version: referral?.version ?? 0 },
})
/** Signs the consent that is asked of an organisation. */
const sign = async (account: TestPerson) => {
  const [asked] = await account.api.consents.pending()
  const { id, version, digest } = await account.api.consents.show({ id: asked?.id ?? '' })
  await account.api.consents.sign({ key: key(), id, version, digest, signatory: '理事长' })
}

describe('a batch', () => {
  test('[B-11] begins one filled-in, ordinary draft for each organisation, with a line, an audit entry and an event each, and is walked to its target', async () => {
    const { id, number, begun } = await beginBatch(stage, ids)
    expect(begun.map(({ refusal: why }) => why)).toEqual([null, null, null])
    const { referrals, events, audit, outbox } = await written()
    expect([referrals.length, events.length, audit.length, outbox.length]).toEqual([3, 3, 3, 3])
    const district = stage.tenants.districtB.id
    for (const referral of referrals)
      expect(referral).toMatchObject({
        ...{ state: 'draft', kind: 'refer', toTenantId: district, need: 'capabilityBuilding', sections: ['profile'] },
        ...{ purpose: '参加能力建设培训', grantUntil: '2026-08-31', version: 1, suggestion: { taken: true } },
      })
    const first = await sender().referrals.get({ id: begun[0]?.referral?.id ?? '' })
    expect(first.timeline[0]).toMatchObject({ action: 'create', data: { batch: number } })
    expect(first.batch).toEqual({ id, number, name: '春季能力建设' })

    const drafts = await sender().batches.get({ id })
    for (const row of drafts.rows) await sender().referrals.requestConsent(changeOf(row))
    for (const account of [stage.account, ...others.map(other => other.account)]) await sign(account)
    const signed = await sender().batches.get({ id })
    expect(signed.rows.map(({ referral }) => referral?.state)).toEqual(Array(3).fill('awaitingApproval'))
    for (const row of signed.rows) await sender().referrals.approve(changeOf(row))
    const inbox = await stage.people.districtB.api.referrals.inbox({})
    expect(inbox.rows.map(row => [row.state, row.organisation])).toEqual(Array(3).fill(['submitted', null]))
    const received = await stage.people.districtB.api.referrals.get({ id: first.id })
    expect(received.batch).toBeNull()
    expect(JSON.stringify(received)).not.toContain(number)
  })

  test('filters the outbox and its file; whoever receives its referrals finds nothing under it', async () => {
    const { id } = await beginBatch(stage, ids.slice(0, 2))
    const lone = await playReferral(stage, { organisation: others[1]?.organisation as never }).until('edit')
    const { rows } = await sender().referrals.outbox({ filter: { batchId: id } })
    expect(rows.map(({ organisation }) => organisation?.id).sort()).toEqual(ids.slice(0, 2).sort())
    expect((await sender().referrals.outbox({})).rows.map(row => row.id)).toContain(lone.id)
    const file = await sender().referrals.exportFile({ box: 'outbox', language: 'zh', filter: { batchId: id } })
    expect(file.rows).toBe(2)
    const target = stage.people.districtB.api
    expect((await target.referrals.inbox({ filter: { batchId: id } })).rows).toEqual([])
  })

  test('suggests first what fits most of its organisations', async () => {
    const { suggestions } = await sender().batches.suggest({ organisationIds: ids, need: 'capabilityBuilding' })
    expect(suggestions[0]).toMatchObject({ fits: 3 })
    expect(suggestions.map(({ tenant }) => tenant.id)).toContain(stage.tenants.districtB.id)
    expect(suggestions[0]?.lines.map(({ part }) => part)).toContain('capability')
  })
})

describe('the preview', () => {
  test('says of each why not, by the machine’s own name, and writes nothing', async () => {
    const [open, handed] = others
    await playReferral(stage, { ...open, to: 'districtB', need: 'capabilityBuilding' }).until('approve')
    await playReferral(stage, { ...handed, to: 'city', mode: 'handOver' }).until('approve')
    const bare = await asSystem(world.db, tx =>
      newOrganisation(tx, { networkId: stage.networkId, tenantId: stage.tenants.streetA.id }),
    )
    const before = [await stored(), (await written()).referrals.length]
    expect(await previewed({}, [...ids, bare.id])).toEqual([
      null,
      'REFERRAL_TARGET_HAS_ONE_OPEN',
      null,
      'REFERRAL_SECTIONS_UNWRITTEN',
    ])
    expect(await previewed({ mode: 'handOver' })).toEqual([
      null,
      'REFERRAL_TARGET_HAS_ONE_OPEN',
      'REFERRAL_HAND_OVER_OPEN',
    ])
    expect(await previewed({ targetTenantId: stage.tenants.streetA.id })).toEqual(
      Array(3).fill('REFERRAL_TARGET_IS_SENDER'),
    )
    expect(await previewed({ grantUntil: '2031-01-01' })).toEqual(Array(3).fill('REFERRAL_TERM_INVALID'))
    expect([await stored(), (await written()).referrals.length]).toEqual(before)
  })

  test('says the same as the draft would be told when its organisation is asked', async () => {
    const [open, handed] = others
    await playReferral(stage, { ...open, to: 'districtB', need: 'capabilityBuilding' }).until('approve')
    await playReferral(stage, { ...handed, to: 'city', mode: 'handOver' }).until('approve')
    for (const mode of ['coService', 'handOver'] as const) {
      const said = await previewed({ mode })
      for (const [place, id] of ids.entries()) {
        const organisation = [stage.organisation, ...others.map(other => other.organisation)][place] as never
        const play = playReferral(stage, {
          organisation,
          to: 'districtB',
          need: 'capabilityBuilding',
          mode,
          sections: ['profile'],
        })
        await play.until('edit')
        const view = await sender().referrals.get({ id: play.now().id })
        const ask = view.actions.find(({ action }) => action === 'requestConsent')
        expect([id, ask?.refusal?.code ?? null]).toEqual([id, said[place]])
        await sender().referrals.discard(play.next())
      }
    }
  })

  test('asks for a reason where the target is not suggested, and for words that name none of the organisations', async () => {
    const far = { targetTenantId: stage.tenants.streetB.id, need: 'oneStopService', otherReason: '' }
    const { rows } = await sender().batches.preview({ organisationIds: ids, ...batchWish(stage, far) })
    for (const row of rows)
      expect(row.refusal?.code ?? null).toBe(row.isSuggested ? null : 'REFERRAL_OTHER_TARGET_REASON_MISSING')
    const named = await previewed({ needText: `${others[0]?.organisation.name}等三家需要培训` })
    expect(named).toEqual(Array(3).fill('REFERRAL_NEED_NAMES_ORGANISATION'))
  })

  test('tells a superior of organisations below it that they are not its own', async () => {
    const { districtA } = stage.people
    const { rows } = await districtA.api.batches.preview({ organisationIds: ids, ...batchWish(stage) })
    expect(rows.map(row => row.refusal?.code)).toEqual(Array(3).fill('REFERRAL_ORGANISATION_NOT_YOURS'))
    const { begun } = await beginBatch(stage, ids, { by: districtA })
    expect(begun.map(row => row.refusal?.code)).toEqual(Array(3).fill('REFERRAL_ORGANISATION_NOT_YOURS'))
    expect((await written()).referrals).toEqual([])
  })
})

describe('what cannot be done', () => {
  test('an organisation out of sight: nothing is found and nothing written, not even of the others', async () => {
    const { organisation } = await anotherOrganisation(world, stage, 'streetB')
    const marked = [...ids, organisation.id]
    expect(await refusal(sender().batches.preview({ organisationIds: marked, ...batchWish(stage) }))).toMatchObject({
      appCode: 'NOT_FOUND',
    })
    expect(await refusal(sender().batches.start(batchForm(stage, marked)))).toMatchObject({ appCode: 'NOT_FOUND' })
    expect(await stored()).toEqual({ batches: [], items: [] })
    expect((await written(marked)).referrals).toEqual([])
  })

  test('a batch of another: not found by its target, its superior or a stranger, and unchanged', async () => {
    const { id } = await sender().batches.start(batchForm(stage, ids))
    const before = await stored()
    for (const place of ['districtB', 'districtA', 'city', 'streetB'] as const) {
      const { batches } = stage.people[place].api
      expect(await refusal(batches.get({ id }))).toMatchObject({ appCode: 'NOT_FOUND' })
      expect(await refusal(batches.begin({ id, organisationId: ids[0] ?? '' }))).toMatchObject({ appCode: 'NOT_FOUND' })
      expect((await batches.list()).rows).toEqual([])
    }
    expect(await stored()).toEqual(before)
  })

  test('an organisation that is not in the batch is not begun in it', async () => {
    const { id } = await sender().batches.start(batchForm(stage, ids.slice(0, 2)))
    const strange = sender().batches.begin({ id, organisationId: ids[2] ?? '' })
    expect(await refusal(strange)).toMatchObject({ appCode: 'NOT_FOUND' })
    expect((await written()).referrals).toEqual([])
  })

  const staff = (role: 'caseWorker' | 'auditor' | 'finance') =>
    world.person({ networkId: stage.networkId, tenantId: stage.tenants.streetA.id, roles: [role] })

  test('a caseWorker begins and asks, and does not approve', async () => {
    const worker = await staff('caseWorker')
    const { id } = await beginBatch(stage, ids.slice(0, 1), { by: worker })
    expect((await worker.api.batches.get({ id })).can).toEqual({ begin: true, requestConsent: true, approve: false })
    expect((await sender().batches.get({ id })).can.approve).toBe(true)
    await worker.api.referrals.requestConsent(changeOf((await worker.api.batches.get({ id })).rows[0]))
    await sign(stage.account)
    const approve = changeOf((await worker.api.batches.get({ id })).rows[0])
    expect(await refusal(worker.api.referrals.approve(approve))).toMatchObject({ appCode: 'NOT_ALLOWED' })
    expect((await written(ids.slice(0, 1))).referrals[0]?.state).toBe('awaitingApproval')
    expect((await sender().referrals.approve(approve)).state).toBe('submitted')
  })

  test('an auditor reads and begins nothing; finance and the organisation do neither, and nothing is written', async () => {
    const [auditor, finance] = [await staff('auditor'), await staff('finance')]
    const { id } = await sender().batches.start(batchForm(stage, ids))
    const before = await stored()
    const nothing = { begin: false, requestConsent: false, approve: false }
    expect((await auditor.api.batches.get({ id })).can).toEqual(nothing)
    const begin = { id, organisationId: ids[0] ?? '' }
    const denied = await Promise.all(
      [
        auditor.api.batches.begin(begin),
        auditor.api.batches.start(batchForm(stage, ids)),
        finance.api.batches.get({ id }),
        finance.api.batches.begin(begin),
        stage.account.api.batches.get({ id }),
      ].map(refusal),
    )
    expect(denied.map(({ appCode }) => appCode)).toEqual(Array(5).fill('NOT_ALLOWED'))
    expect(await stored()).toEqual(before)
    expect((await written()).referrals).toEqual([])
  })

  test('more organisations than the profile allows, or a need that there is not', async () => {
    const many = Array.from({ length: 21 }, () => key())
    const wish = batchWish(stage)
    expect(await refusal(sender().batches.preview({ organisationIds: many, ...wish }))).toEqual({
      appCode: 'REFERRAL_BATCH_TOO_LARGE',
      params: { most: 20 },
    })
    expect(await refusal(sender().batches.start(batchForm(stage, ids, { need: 'none' })))).toMatchObject({
      appCode: 'REFERRAL_NEED_UNKNOWN',
    })
    expect(await stored()).toEqual({ batches: [], items: [] })
  })
})

test('[X-08] what crosses to a partner network is referred one by one', async () => {
  const partners = await makePartners(world)
  await partners.confirm()
  const { a } = partners
  const over = { targetTenantId: partners.partnerOfA() }
  const start = a.people.streetA.api.batches.start(batchForm(a, [a.organisation.id], over))
  expect(await refusal(start)).toMatchObject({ appCode: 'REFERRAL_BATCH_WITHIN_NETWORK' })
})

describe('pressed twice, and cut short', () => {
  test('the same request twice starts one batch, and each organisation has one draft however often it is begun', async () => {
    const form = batchForm(stage, ids)
    const [first, again] = await Promise.all([sender().batches.start(form), sender().batches.start(form)])
    expect(again).toEqual(first)
    const begin = (organisationId: string) => sender().batches.begin({ id: first.id, organisationId })
    const answers = await Promise.all([...ids, ...ids, ...ids].map(begin))
    expect(new Set(answers.map(({ referral }) => referral?.id)).size).toBe(3)
    expect(await Promise.all(ids.map(begin))).toEqual(answers.slice(0, 3))
    const { referrals, events } = await written()
    expect([referrals.length, events.length]).toEqual([3, 3])
    expect((await stored()).batches).toHaveLength(1)
  })

  test('one that cannot be referred does not stop the others; tried again when it can, it gets its draft', async () => {
    const [first] = others
    const play = playReferral(stage, { ...first, to: 'districtB', need: 'capabilityBuilding' })
    await play.until('approve')
    const { id, begun } = await beginBatch(stage, ids)
    expect(begun.map(row => row.refusal?.code ?? null)).toEqual([null, 'REFERRAL_TARGET_HAS_ONE_OPEN', null])
    const view = await sender().batches.get({ id })
    expect(view.rows.map(row => [row.referral?.state ?? null, row.refusal?.code ?? null])).toEqual([
      ['draft', null],
      [null, 'REFERRAL_TARGET_HAS_ONE_OPEN'],
      ['draft', null],
    ])
    await sender().referrals.withdraw({ ...play.next(), reason: '改为一并转介' })
    const now = await sender().batches.begin({ id, organisationId: ids[1] ?? '' })
    expect(now).toMatchObject({ refusal: null, referral: { number: expect.any(String) as string } })
  })

  test('a draft that was discarded is not begun a second time', async () => {
    const { id, begun } = await beginBatch(stage, ids.slice(0, 1))
    const draft = begun[0]?.referral?.id ?? ''
    await sender().referrals.discard({ key: key(), id: draft, version: 1 })
    const again = await sender().batches.begin({ id, organisationId: ids[0] ?? '' })
    expect(again.referral?.id).toBe(draft)
    expect((await written()).referrals).toEqual([])
    expect((await sender().batches.get({ id })).rows[0]?.referral).toMatchObject({ state: null, version: null })
  })

  test('an organisation that has left the sender’s hands since it was marked is refused by name', async () => {
    const { id } = await sender().batches.start(batchForm(stage, ids))
    const { id: place, scopeKey } = stage.tenants.streetB
    await asSystem(world.db, tx =>
      tx
        .update(schema.organisation)
        .set({ tenantId: place, scopeKey, reportingTenantId: place })
        .where(and(eq(schema.organisation.networkId, stage.networkId), eq(schema.organisation.id, ids[0] ?? ''))),
    )
    const begun = await sender().batches.begin({ id, organisationId: ids[0] ?? '' })
    expect(begun).toMatchObject({ referral: null, refusal: { code: 'REFERRAL_ORGANISATION_NOT_YOURS' } })
    expect((await sender().batches.begin({ id, organisationId: ids[1] ?? '' })).refusal).toBeNull()
  })

  const call = (organisationId: string, id: string) => ({
    ...{ sessionId: stage.people.streetA.sessionId, now: testMonday.toISOString(), name: 'batches.begin' },
    input: { id, organisationId },
  })

  test('two processes that begin the same batch at one instant make one draft of each', async () => {
    const { id } = await sender().batches.start(batchForm(stage, ids))
    const sides = await Promise.all([startSide(world.adminUrl), startSide(world.adminUrl)])
    const at = Date.now() + 300
    const came = await Promise.all(sides.flatMap(side => ids.map(one => side.do({ ...call(one, id), at }))))
    await Promise.all(sides.map(side => side.stop()))
    const drafts = came.map(one => ('answer' in one ? (one.answer as { referral: { id: string } }).referral.id : null))
    expect(drafts.slice(0, 3)).toEqual(drafts.slice(3))
    const { referrals, events, outbox } = await written()
    expect([referrals.length, events.length, outbox.length]).toEqual([3, 3, 3])
    expect(new Set(referrals.map(({ number }) => number)).size).toBe(3)
  })

  test.each(['committing:batches.begin', 'committed:batches.begin'])(
    'a server killed in the middle (%s) leaves what was done; the batch goes on where it stopped',
    async doom => {
      const { id } = await sender().batches.start(batchForm(stage, ids))
      await sender().batches.begin({ id, organisationId: ids[0] ?? '' })
      const doomed = await startSide(world.adminUrl, { failPoint: doom })
      expect(await doomed.do(call(ids[1] ?? '', id))).toEqual({ died: true })
      await doomed.stop()
      const left = (await sender().batches.get({ id })).rows.map(({ referral }) => referral !== null)
      expect(left).toEqual([true, doom.startsWith('committed'), false])
      for (const organisationId of ids) await sender().batches.begin({ id, organisationId })
      const { referrals, events, audit, outbox } = await written()
      expect([referrals.length, events.length, audit.length, outbox.length]).toEqual([3, 3, 3, 3])
    },
  )
})
