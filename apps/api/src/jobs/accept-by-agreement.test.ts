import { asSystem, schema } from '@fuqiao/db'
import { newOrganisation } from '@fuqiao/db/factories'
import { and, asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { playAgreement, standingTerms } from '../../test/agreement-stage.ts'
import { buildTestWorld, testMonday, type TestWorld } from '../../test/harness.ts'
import {
  anotherOrganisation,
  playReferral,
  type Plot,
  refusal,
  setStage,
  type Stage,
} from '../../test/referral-stage.ts'
import { acceptByAgreement } from './accept-by-agreement.ts'
import { dispatchOutbox } from './dispatch-outbox.ts'
import { runAgreements } from './run-agreements.ts'

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

const later = (minutes: number) => new Date(testMonday.getTime() + minutes * 60_000)
const rowOf = (id: string) =>
  asSystem(world.db, async tx => {
    const [row] = await tx.select().from(schema.referral).where(eq(schema.referral.id, id))
    if (!row) throw new Error('no referral')
    return row
  })

/** A referral of a new organisation, submitted at a minute. */
async function submit(minute: number, plot: Plot = {}) {
  world.setNow(later(minute))
  const play = playReferral(stage, { ...(await anotherOrganisation(world, stage)), ...plot })
  await play.until('approve')
  return play
}

const accept = (at = later(60)) => acceptByAgreement(world.deps, at)
const stateOf = async (play: { now(): { id: string } }) => {
  const { state, standingAnswer } = await rowOf(play.now().id)
  return [state, standingAnswer]
}

describe('a standing agreement', () => {
  test('[B-20] accepts what is referred under it, in its target’s stead: grant, snapshot, line, audit and event as by people', async () => {
    const agreement = playAgreement(stage, { over: { standing: standingTerms } })
    await agreement.sign()
    const play = await submit(1)
    expect(await accept()).toBe(1)
    const { id } = play.now()
    const row = await rowOf(id)
    expect(row).toMatchObject({
      state: 'accepted',
      version: play.now().version + 2,
      agreementId: agreement.now().id,
      standingAnswer: 'accepted',
      leadName: '王负责',
    })
    const { number } = agreement.now()
    world.setNow(later(61))
    const target = await stage.people.city.api.referrals.get({ id })
    expect(target.agreement).toMatchObject({ number, answer: 'accepted' })
    expect(target.organisation).not.toBeNull()
    expect(target.grant?.isLive).toBe(true)
    const ours = target.timeline.filter(({ data }) => data['agreement'] === number)
    expect(ours.map(({ action, by, byName }) => [action, by, byName])).toEqual([
      ['acknowledge', 'target', ''],
      ['accept', 'target', ''],
    ])
    const written = await asSystem(world.db, async tx => ({
      audit: await tx
        .select()
        .from(schema.auditEntry)
        .where(eq(schema.auditEntry.subjectId, id))
        .orderBy(asc(schema.auditEntry.at), asc(schema.auditEntry.id)),
      events: await tx.select().from(schema.outbox).where(eq(schema.outbox.subjectId, id)),
    }))
    expect(written.audit.slice(-2).map(({ action, tenantId, personId }) => [action, tenantId, personId])).toEqual([
      ['referral.acknowledgeByAgreement', stage.tenants.city.id, null],
      ['referral.acceptByAgreement', stage.tenants.city.id, null],
    ])
    expect(written.audit).toHaveLength(row.version)
    expect(written.events).toHaveLength(row.version)
    await dispatchOutbox(world.deps, later(61))
    const { rows } = await stage.people.city.api.notifications.list({})
    expect(rows.filter(notice => notice.referralId === id).map(({ kind }) => kind)).toContain('acceptedByAgreement')
    expect((await stage.people.city.api.agreements.get({ id: agreement.now().id })).usage).toEqual({
      cited: 1,
      inMonth: 1,
      inAll: 1,
    })
  })

  test('[B-20] accepts to its quota in the order of submission, and once, on two servers at once; beyond it people decide', async () => {
    await playAgreement(stage, { over: { standing: standingTerms } }).sign()
    const third = await submit(3)
    const second = await submit(2)
    const first = await submit(1)
    const both = await Promise.all([accept(), accept()])
    await accept()
    expect(both[0] + both[1]).toBe(2)
    expect(await stateOf(first)).toEqual(['accepted', 'accepted'])
    expect(await stateOf(second)).toEqual(['accepted', 'accepted'])
    expect(await stateOf(third)).toEqual(['submitted', 'quotaUsed'])
    const { id, version } = await rowOf(third.now().id)
    expect(version).toBe(third.now().version)
    expect((await stage.people.city.api.referrals.get({ id })).organisation).toBeNull()
    const grants = await asSystem(world.db, tx =>
      tx.select().from(schema.dossierGrant).where(eq(schema.dossierGrant.referralId, first.now().id)),
    )
    expect(grants).toHaveLength(1)
    await third.acknowledge()
    expect(await third.accept()).toMatchObject({ state: 'accepted' })
  })

  test('[B-20] moves custody with a hand-over, if it covers hand-overs; else it leaves it to people', async () => {
    await playAgreement(stage, { over: { standing: { ...standingTerms, modes: ['handOver'] } } }).sign()
    const covered = await submit(1, { mode: 'handOver' })
    const other = await submit(2)
    expect(await accept()).toBe(1)
    const { organisationId } = await rowOf(covered.now().id)
    if (organisationId === null) throw new Error('it names one')
    const [organisation] = await asSystem(world.db, tx =>
      tx.select().from(schema.organisation).where(eq(schema.organisation.id, organisationId)),
    )
    expect(organisation?.tenantId).toBe(stage.tenants.city.id)
    expect(await stateOf(other)).toEqual(['submitted', 'modeNotCovered'])
  })

  test('leaves possible duplicates to people, with nothing written but the answer', async () => {
    await playAgreement(stage, { over: { standing: standingTerms } }).sign()
    const plot = await anotherOrganisation(world, stage)
    await asSystem(world.db, tx =>
      newOrganisation(tx, {
        networkId: stage.networkId,
        tenantId: stage.tenants.districtB.id,
        name: `${plot.organisation.name}分部`,
      }),
    )
    const play = await submit(1, plot)
    expect(await accept()).toBe(0)
    expect(await stateOf(play)).toEqual(['submitted', 'possibleDuplicates'])
    expect((await rowOf(play.now().id)).version).toBe(play.now().version)
  })

  test('[B-20] pauses itself when its accepting side is full, tells both, and is resumed by that side once there is room', async () => {
    const agreement = playAgreement(stage, { over: { standing: standingTerms } })
    await agreement.sign()
    const { id } = agreement.now()
    const ceiling = (to: number) =>
      asSystem(world.db, tx =>
        tx
          .update(schema.capability)
          .set({ ceiling: to })
          .where(
            and(
              eq(schema.capability.networkId, stage.networkId),
              eq(schema.capability.tenantId, stage.tenants.city.id),
            ),
          ),
      )
    await ceiling(1)
    const [first, second] = [await submit(1), await submit(2)]
    expect(await accept()).toBe(1)
    expect(await stateOf(first)).toEqual(['accepted', 'accepted'])
    expect(await stateOf(second)).toEqual(['submitted', 'capacityFull'])
    const { agreements } = stage.people.city.api
    const seen = await agreements.get({ id })
    expect(seen).toMatchObject({ state: 'inForce', pausedBy: 'capacity' })
    expect(await runAgreements(world.deps, later(61))).toBe(0)
    const request = () => ({ ...agreement.next(), version: seen.version })
    expect((await refusal(agreements.resume(request()))).appCode).toBe('AGREEMENT_PAUSE_STANDS')
    await ceiling(5)
    const sender = stage.people.streetA.api.agreements
    expect((await refusal(sender.resume(request()))).appCode).toBe('NOT_ALLOWED')
    expect(await agreements.resume(request())).toMatchObject({ state: 'inForce' })
    expect((await agreements.get({ id })).pausedBy).toBeNull()
  })

  test('[B-20] pauses itself when its accepting side answers badly, before it accepts and when nothing is referred, and tells both', async () => {
    const { city, streetA } = stage.people
    for (let minute = 1; minute <= 5; minute += 1) {
      const play = await submit(minute)
      await play.acknowledge()
      const declining = { ...play.next(), reasonCode: 'capacity', text: '', betterTenantId: null }
      await (minute <= 2 ? play.accept() : city.api.referrals.decline(declining))
    }
    await dispatchOutbox(world.deps, later(6))
    const agreement = playAgreement(stage, { over: { standing: standingTerms } })
    await agreement.sign()
    const unused = playAgreement(stage, { first: 'districtA', over: { standing: standingTerms } })
    await unused.sign()
    await dispatchOutbox(world.deps, later(7))
    const asked = await submit(8)
    expect(await accept(later(9))).toBe(0)
    expect(await stateOf(asked)).toEqual(['submitted', 'recordLow'])
    expect(await runAgreements(world.deps, later(10))).toBe(1)
    const { agreements } = city.api
    for (const { id } of [agreement.now(), unused.now()])
      expect(await agreements.get({ id })).toMatchObject({ state: 'inForce', pausedBy: 'record' })
    await dispatchOutbox(world.deps, later(11))
    for (const person of [streetA, city]) {
      const { rows } = await person.api.notifications.list({})
      const told = rows.filter(({ kind }) => kind === 'agreementPaused').map(({ agreementId }) => agreementId)
      expect(told).toContain(agreement.now().id)
    }
    const { version } = await agreements.get({ id: agreement.now().id })
    expect(await refusal(agreements.resume({ ...agreement.next(), version }))).toMatchObject({
      appCode: 'AGREEMENT_PAUSE_STANDS',
      params: { cause: 'record' },
    })
    await asked.acknowledge()
    expect((await asked.accept()).state).toBe('accepted')
  })

  test('[B-20] that its director paused, that is another’s, or that was not cited, accepts nothing', async () => {
    const agreement = playAgreement(stage, { over: { standing: standingTerms } })
    await agreement.sign()
    const { agreements } = stage.people.city.api
    agreement.set(await agreements.pause({ ...agreement.next(), reason: '人手不足' }))
    const paused = await submit(1)
    const elsewhere = await submit(2, { to: 'districtA', need: 'capabilityBuilding' })
    expect(await accept()).toBe(0)
    expect(await stateOf(paused)).toEqual(['submitted', 'paused'])
    expect(await stateOf(elsewhere)).toEqual(['submitted', null])
  })

  test('is cited only while it is in force between sender and target, and by nobody who does not see it', async () => {
    const plain = playAgreement(stage)
    await plain.draft()
    const foreign = playAgreement(stage, { first: 'districtB', second: 'sector' })
    await foreign.sign()
    const play = playReferral(stage)
    await play.draft()
    const form = {
      mode: 'coService',
      need: 'oneStopService',
      needText: '',
      targetTenantId: stage.tenants.city.id,
      otherReason: '',
      purpose: '争取支持',
      sections: [],
      personal: false,
      grantUntil: null,
    } as const
    const edit = (agreementId: string | null) =>
      stage.people.streetA.api.referrals.edit({ ...form, sections: [], ...play.next(), agreementId })
    expect((await refusal(edit(foreign.now().id))).appCode).toBe('NOT_FOUND')
    expect((await refusal(edit(plain.now().id))).appCode).toBe('AGREEMENT_NOT_CITABLE')
    await plain.propose()
    await plain.signSecond()
    await plain.signFirst()
    play.set(await edit(plain.now().id))
    expect((await rowOf(play.now().id)).agreementId).toBe(plain.now().id)
    play.set(await edit(null))
    expect((await rowOf(play.now().id)).agreementId).toBeNull()
  })
})
