import { asSystem, schema, withSession } from '@fuqiao/db'
import { newOrganisation, type OrganisationRow } from '@fuqiao/db/factories'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { enquiryForm } from '../../../test/enquiry-stage.ts'
import { batchForm, batchWish } from '../../../test/batch-stage.ts'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { anotherOrganisation, key, playReferral, refusal, setStage, type Stage } from '../../../test/referral-stage.ts'
import { dispatchOutbox } from '../../jobs/dispatch-outbox.ts'

let world: TestWorld
let stage: Stage
let duplicate: OrganisationRow
let survivor: OrganisationRow
let account: TestPerson
beforeAll(async () => {
  world = await buildTestWorld()
})
beforeEach(async () => {
  world.setNow(testMonday)
  stage = await setStage(world)
  ;({ organisation: duplicate, account } = await anotherOrganisation(world, stage))
  survivor = stage.organisation
})
afterAll(() => world.close())

const street = () => stage.people.streetA.api
const stored = (id: string) =>
  asSystem(
    world.db,
    async tx => (await tx.select().from(schema.organisation).where(eq(schema.organisation.id, id)))[0]!,
  )
const versionOf = async (id: string) => (await stored(id)).version
const mergeInput = async (more: object = {}) => ({
  ...{ key: key(), id: duplicate.id, survivorId: survivor.id, reason: '重复登记' },
  ...{ version: await versionOf(duplicate.id), survivorVersion: await versionOf(survivor.id), ...more },
})
const merge = async (api = street()) => api.organisations.merge(await mergeInput())
const eventsOf = (id: string) =>
  asSystem(world.db, tx => tx.select().from(schema.outbox).where(eq(schema.outbox.subjectId, id)))
const auditOf = (id: string) =>
  asSystem(world.db, tx =>
    tx
      .select()
      .from(schema.auditEntry)
      .where(and(eq(schema.auditEntry.subjectId, id), eq(schema.auditEntry.action, 'organisation.merge'))),
  )

describe('[B-11] a duplicate is merged into another organisation of its custodian', () => {
  test('once: one line of the trail and one event; the same key answers again, and the merged one stays with its dossier and leads to the survivor', async () => {
    const input = await mergeInput()
    const answer = await street().organisations.merge(input)
    expect(await street().organisations.merge(input)).toEqual(answer)
    expect([(await auditOf(duplicate.id)).length, (await eventsOf(duplicate.id)).length]).toEqual([1, 1])
    const kept = await street().organisations.get({ id: duplicate.id })
    expect(kept).toMatchObject({
      merged: { reason: '重复登记', into: { id: survivor.id, name: survivor.name } },
      can: { update: false, refer: false, addDocument: false, checkDocuments: false, merge: false, readDossier: true },
    })
    expect((await street().organisations.openDossier({ id: duplicate.id })).sections.length).toBeGreaterThan(0)
    expect(await street().organisations.get({ id: survivor.id })).toMatchObject({
      merged: null,
      absorbed: [{ id: duplicate.id, name: duplicate.name }],
      formerNames: [duplicate.name],
    })
    expect((await stored(duplicate.id)).tenantId).toBe(stage.tenants.streetA.id)
  })

  test('it leaves lists, search, duplicates and every count, at its custodian’s and above', async () => {
    const { api: above } = stage.people.districtA
    const before = await above.dashboards.organisations({})
    await merge()
    const lists = await Promise.all([
      street().organisations.list({}),
      above.organisations.list({ within: 'below' }),
      street().organisations.search({ text: duplicate.name }),
    ])
    expect(lists.flatMap(({ rows }) => rows.map(({ id }) => id))).not.toContain(duplicate.id)
    expect((await street().organisations.count({})).count).toBe(1)
    expect((await above.dashboards.organisations({})).total.value).toBe(before.total.value - 1)
    expect((await street().dashboards.ownDesk()).residents.value).toBe(1)
    const alike = await street().organisations.checkRegistration({ name: duplicate.name })
    expect(alike.duplicates.map(({ id }) => id)).not.toContain(duplicate.id)
  })

  test('nothing is begun or written for it any more, by whatever hand: each is told that it was merged', async () => {
    await merge()
    const { id, version } = await stored(duplicate.id)
    const { kind, stage: phase, divisionCode } = duplicate
    const tries: Record<string, () => Promise<unknown>> = {
      update: () =>
        street().organisations.update({
          id,
          version,
          name: '改名之社',
          kind,
          stage: phase,
          field: 'health',
          divisionCode,
        }),
      note: () => street().organisations.addNote({ organisationId: id, text: '记一笔' }),
      person: () => street().organisations.addPerson({ organisationId: id, name: '王小明', position: '理事' }),
      document: () =>
        street().organisations.addDocument({
          organisationId: id,
          fileName: 'a.pdf',
          content: Buffer.from('%PDF-1.7\n'),
        }),
      refer: () => street().referrals.create({ key: key(), organisationId: id, mode: 'coService' }),
      enquiry: () => street().enquiries.ask({ ...enquiryForm(stage, ['streetB']), key: key(), organisationId: id }),
      batch: () => street().batches.start({ ...batchForm(stage, [id]), key: key() }),
    }
    for (const [what, call] of Object.entries(tries))
      expect([what, (await refusal(call())).appCode]).toEqual([what, 'ORGANISATION_MERGED'])
    const previewed = await street().batches.preview({ organisationIds: [id], ...batchWish(stage) })
    expect(previewed.rows[0]?.refusal?.code).toBe('ORGANISATION_MERGED')
    expect(await stored(id)).toMatchObject({ version, name: duplicate.name })
    const behind = withSession(world.db, { sessionId: stage.people.streetA.sessionId, now: testMonday }, tx =>
      tx.update(schema.organisation).set({ mergedIntoId: null, mergedAt: null }).where(eq(schema.organisation.id, id)),
    )
    await expect(behind).rejects.toMatchObject({ cause: { code: 'FQ003' } })
  })

  test('what is over is not opened again for it, nor its sight', async () => {
    const at = { organisation: duplicate, account }
    const { id } = await playReferral(stage, { ...at, to: 'districtB', need: 'capabilityBuilding' }).until('close')
    await merge()
    const { version } = await stage.people.streetA.api.referrals.get({ id })
    const again = { key: key(), id, version, reason: '再服务一段', grantUntil: '2026-08-31' }
    expect((await refusal(street().referrals.reopen(again))).appCode).toBe('ORGANISATION_MERGED')
    expect(await refusal(stage.people.districtB.api.organisations.get({ id: duplicate.id }))).toMatchObject({
      appCode: 'NOT_FOUND',
    })
  })

  test('sight of it and service for it end with the merge, also what a hand-over left open', async () => {
    const at = { organisation: duplicate, account }
    const plot = { ...at, to: 'districtB', need: 'capabilityBuilding', mode: 'handOver' } as const
    await playReferral(stage, plot).until('close')
    await dispatchOutbox(world.deps, world.deps.now())
    const heir = await asSystem(world.db, tx =>
      newOrganisation(tx, { networkId: stage.networkId, tenantId: stage.tenants.districtB.id }),
    )
    await stage.people.districtB.api.organisations.merge(
      await mergeInput({ survivorId: heir.id, survivorVersion: heir.version }),
    )
    const open = await asSystem(world.db, async tx => ({
      grants: await tx
        .select()
        .from(schema.dossierGrant)
        .where(and(eq(schema.dossierGrant.organisationId, duplicate.id), isNull(schema.dossierGrant.endedAt))),
      serving: await tx
        .select()
        .from(schema.organisationServing)
        .where(
          and(eq(schema.organisationServing.organisationId, duplicate.id), isNull(schema.organisationServing.until)),
        ),
    }))
    expect(open).toEqual({ grants: [], serving: [] })
  })

  test('its account still reads its history, is told, and has one of the survivor’s beside it', async () => {
    await merge()
    await dispatchOutbox(world.deps, world.deps.now())
    expect((await account.api.organisations.my({})).card.merged).toMatchObject({ reason: '重复登记', into: null })
    expect((await account.api.notifications.list({})).rows.map(({ kind }) => kind)).toEqual(['organisationMerged'])
    expect((await stage.account.api.notifications.list({})).rows.map(({ kind }) => kind)).toEqual([
      'organisationMerged',
    ])
    const places = await asSystem(world.db, tx =>
      tx.select().from(schema.membership).where(eq(schema.membership.personId, account.personId)),
    )
    expect(places.map(({ organisationId }) => organisationId).toSorted()).toEqual(
      [duplicate.id, survivor.id].toSorted(),
    )
    expect(places.map(({ roles }) => roles)).toEqual([['organisation'], ['organisation']])
  })
})

describe('a merge is refused, and changes nothing', () => {
  const same = async (call: () => Promise<unknown>) => {
    const before = await Promise.all([stored(duplicate.id), stored(survivor.id)])
    const told = await refusal(call())
    expect(await Promise.all([stored(duplicate.id), stored(survivor.id)])).toEqual(before)
    expect(await auditOf(duplicate.id)).toEqual([])
    return told
  }

  test.each(['draft', 'ask', 'approve', 'accept', 'report', 'decline'] as const)(
    '[B-11] while either has a referral that stands after %s',
    async step => {
      for (const at of [{ organisation: duplicate, account }, {}]) {
        const play = playReferral(stage, { ...at, to: 'districtB', need: 'capabilityBuilding' })
        if (step === 'decline') {
          const { id, version } = await play.until('acknowledge')
          await stage.people.districtB.api.referrals.decline({
            ...{ key: key(), id, version, reasonCode: 'capacity', text: '', betterTenantId: null },
          })
        } else await play.until(step)
      }
      expect(await same(() => merge())).toEqual({
        appCode: 'ORGANISATION_UNDER_WAY',
        params: { referrals: 2, enquiries: 0, marked: 0 },
      })
    },
  )

  test('while an enquiry about either is open, or a batch holds it that was not begun', async () => {
    await street().enquiries.ask({ ...enquiryForm(stage, ['streetB']), key: key(), organisationId: survivor.id })
    await street().batches.start({ ...batchForm(stage, [duplicate.id]), key: key() })
    expect(await same(() => merge())).toEqual({
      appCode: 'ORGANISATION_UNDER_WAY',
      params: { referrals: 0, enquiries: 1, marked: 1 },
    })
  })

  test('by versions that are not those of now, into itself, and of what was merged already', async () => {
    for (const more of [{ version: 9 }, { survivorVersion: 9 }])
      expect(await same(async () => street().organisations.merge(await mergeInput(more)))).toMatchObject({
        appCode: 'VERSION_CONFLICT',
      })
    const itself = await mergeInput({ survivorId: duplicate.id, survivorVersion: duplicate.version })
    expect(await same(() => street().organisations.merge(itself))).toMatchObject({
      appCode: 'ORGANISATION_SURVIVOR_NOT_FIT',
    })
    await merge()
    const { organisation: third } = await anotherOrganisation(world, stage)
    const again = await mergeInput({ survivorId: third.id, survivorVersion: third.version })
    expect(await refusal(street().organisations.merge(again))).toMatchObject({ appCode: 'ORGANISATION_MERGED' })
    const into = { id: third.id, version: third.version, survivorId: duplicate.id }
    expect(
      await refusal(
        street().organisations.merge(await mergeInput({ ...into, survivorVersion: await versionOf(duplicate.id) })),
      ),
    ).toMatchObject({ appCode: 'ORGANISATION_MERGED' })
  })

  test('to whoever is not the custodian’s director: superiors and colleagues may see both and are forbidden, all others see neither', async () => {
    const at = { networkId: stage.networkId, tenantId: stage.tenants.streetA.id }
    for (const role of ['caseWorker', 'referralDesk', 'auditor', 'reviewer'] as const) {
      const colleague = await world.person({ ...at, roles: [role] })
      expect(await same(() => merge(colleague.api))).toMatchObject({ appCode: 'NOT_ALLOWED' })
    }
    expect(await same(() => merge(stage.people.districtA.api))).toMatchObject({ appCode: 'NOT_ALLOWED' })
    expect(await same(() => merge(stage.people.districtB.api))).toEqual({ appCode: 'NOT_FOUND', params: {} })
    expect(await same(() => merge(account.api))).toMatchObject({ appCode: 'NOT_ALLOWED' })
    const { organisation: foreign } = await anotherOrganisation(world, stage, 'streetB')
    const outOfSight = await mergeInput({ survivorId: foreign.id, survivorVersion: 1 })
    expect(await same(() => street().organisations.merge(outOfSight))).toEqual({ appCode: 'NOT_FOUND', params: {} })
    const ofAnother = await mergeInput({ survivorId: foreign.id, survivorVersion: 1 })
    expect(await same(() => stage.people.city.api.organisations.merge(ofAnother))).toMatchObject({
      appCode: 'NOT_ALLOWED',
    })
  })

  test('at the gates too: they answer for the acting tenant’s own alone, and end nothing that is not merged now', async () => {
    const { organisation: foreign } = await anotherOrganisation(world, stage, 'streetB')
    const { sessionId } = stage.people.streetA
    const ask = (query: ReturnType<typeof sql>) =>
      withSession(world.db, { sessionId, now: testMonday }, tx => tx.execute(query))
    const forbidden = { cause: { code: '42501' } }
    await expect(ask(sql`select * from app.under_way(array[${foreign.id}]::uuid[])`)).rejects.toMatchObject(forbidden)
    await expect(ask(sql`select app.end_merged(${duplicate.id})`)).rejects.toMatchObject(forbidden)
    await merge()
    world.setNow(new Date(testMonday.getTime() + 1000))
    const later = withSession(world.db, { sessionId, now: world.deps.now() }, tx =>
      tx.execute(sql`select app.end_merged(${duplicate.id})`),
    )
    await expect(later).rejects.toMatchObject(forbidden)
  })
})
