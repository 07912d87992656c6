import { asSystem, schema } from '@fuqiao/db'
import { seededRandom } from '@fuqiao/db/factories'
import { OPEN_STATES, SENT_STATES, STATE_FACTS } from '@fuqiao/domain/referral'
import { eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { anotherOrganisation, key, playReferral, setStage, type Stage } from '../../../test/referral-stage.ts'
import { asAppError } from '../../rpc/error-format.ts'

const seed = process.env['PEOPLE_SEED'] ?? randomUUID()
const hour = 3_600_000

describe(`many people at once, from seed ${seed}`, () => {
  let world: TestWorld
  let stage: Stage
  beforeAll(async () => {
    world = await buildTestWorld()
    stage = await setStage(world)
  })
  afterAll(() => world.close())

  const all = async () =>
    asSystem(world.db, async tx => ({
      organisations: await tx.select().from(schema.organisation),
      sections: await tx.select().from(schema.dossierSection),
      referrals: await tx.select().from(schema.referral),
      grants: await tx.select().from(schema.dossierGrant),
      events: await tx.select().from(schema.referralEvent),
      audit: await tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.subjectKind, 'Referral')),
      outbox: await tx.select().from(schema.outbox),
      consents: await tx.select().from(schema.consent),
    }))

  /** What a person could do, by the action as it is offered. */
  const acts = (person: TestPerson, id: string, version: number): Partial<Record<string, () => Promise<unknown>>> => {
    const { referrals, consents } = person.api
    const change = { key: key(), id, version }
    return {
      requestConsent: () => referrals.requestConsent(change),
      signConsent: async () => {
        const asked = (await consents.pending()).find(({ referralId }) => referralId === id)
        if (!asked) return
        const shown = await consents.show({ id: asked.id })
        await consents.sign({ key: key(), id: asked.id, version, digest: shown.digest, signatory: '理事长' })
      },
      approve: () => referrals.approve(change),
      acknowledge: () => referrals.acknowledge(change),
      accept: () =>
        referrals.accept({ ...change, leadName: '负责人', firstContactOn: '2026-12-01', duplicateAnswer: '不同' }),
      decline: () => referrals.decline({ ...change, reasonCode: 'capacity', text: '', betterTenantId: null }),
      withdraw: () => referrals.withdraw({ ...change, reason: '不再需要' }),
      begin: () => referrals.begin({ ...change, contactedOn: '2026-03-02', note: '' }),
      progress: () => referrals.progress({ ...change, note: '进展' }),
      reportOutcome: () =>
        referrals.reportOutcome({ ...change, outcomeCode: 'served', outcomeText: '', servicesDelivered: '场地' }),
      confirmClosure: () => referrals.confirmClosure(change),
      sendBack: () => referrals.sendBack({ ...change, reason: '重写' }),
    }
  }
  const rare = new Set(['withdraw', 'decline', 'sendBack'])

  test('whatever they do in whatever order, what must always hold does hold', async () => {
    const random = seededRandom(seed)
    const accounts: TestPerson[] = [stage.account]
    const plots = [
      { mode: 'handOver', to: 'districtB', need: 'capabilityBuilding' },
      { mode: 'handOver', to: 'sector', need: 'sectorTraining' },
      { mode: 'coService', to: 'city', need: 'oneStopService' },
      { mode: 'coService', to: 'districtB', need: 'capabilityBuilding' },
    ] as const
    for (const plot of plots) {
      const other = await anotherOrganisation(world, stage)
      accounts.push(other.account)
      for (const made of [{ organisation: stage.organisation, account: stage.account }, other])
        await playReferral(stage, { ...plot, ...made }).until('edit')
    }
    const { streetA, districtB, sector, city } = stage.people
    const people = [streetA, districtB, sector, city, ...accounts]
    const attempt = async (person: TestPerson, id: string) => {
      const seen = await person.api.referrals.get({ id })
      const offered = seen.actions.filter(
        ({ action, allowed }) => allowed && (!rare.has(action) || random.chance(0.03)),
      )
      const known = offered.filter(({ action }) => acts(person, id, seen.version)[action])
      if (known.length === 0) return false
      // Twice at once, as by a double click of two people: at most one may take effect.
      const { action } = random.pick(known)
      const twice = await Promise.allSettled([1, 2].map(async () => acts(person, id, seen.version)[action]?.()))
      for (const answer of twice)
        if (answer.status === 'rejected')
          expect(['UNEXPECTED', 'BUSY']).not.toContain(asAppError(answer.reason).body.appCode)
      return true
    }
    for (let round = 0; round < 70; round += 1) {
      world.setNow(new Date(testMonday.getTime() + round * hour))
      const { referrals } = await all()
      const calls = people.map(person => attempt(person, random.pick(referrals).id))
      for (const answer of await Promise.allSettled(calls))
        if (answer.status === 'rejected') expect(asAppError(answer.reason).body.appCode).toBe('NOT_FOUND')
    }
    const state = await all()
    expect(state.events.length).toBeGreaterThan(30)
    holds(state)
  })

  function holds(state: Awaited<ReturnType<typeof all>>): void {
    const { organisations, sections, referrals, grants, events, audit, outbox, consents } = state
    for (const organisation of organisations) {
      const custodians = sections
        .filter(({ organisationId }) => organisationId === organisation.id)
        .map(({ tenantId }) => tenantId)
      expect(custodians.every(tenantId => tenantId === organisation.tenantId)).toBe(true)
      const handOvers = referrals.filter(
        ({ organisationId, mode, state: at }) =>
          organisationId === organisation.id && mode === 'handOver' && SENT_STATES.includes(at),
      )
      expect(handOvers.length).toBeLessThanOrEqual(1)
    }
    for (const referral of referrals) {
      const isOpen = OPEN_STATES.includes(referral.state)
      // An end that can be taken up again keeps its holder while somebody owes an answer: a declined one, its sender.
      const isOwed = isOpen || (referral.holder !== null && STATE_FACTS[referral.state].holder !== null)
      expect([referral.holder !== null, referral.dueAt !== null, referral.nextClockAt !== null]).toEqual(
        Array(3).fill(isOwed),
      )
      const of = <T extends { referralId: string }>(rows: readonly T[]) =>
        rows.filter(({ referralId }) => referralId === referral.id)
      const versions = Array.from({ length: referral.version }, (_, index) => index + 1)
      expect(
        of(events)
          .map(({ seq }) => seq)
          .sort((a, b) => a - b),
      ).toEqual(versions)
      expect(
        audit
          .filter(({ subjectId }) => subjectId === referral.id)
          .map(({ details }) => Number(details['version']))
          .sort((a, b) => a - b),
      ).toEqual(versions)
      expect(
        outbox
          .filter(({ subjectId }) => subjectId === referral.id)
          .map(({ payload }) => Number(payload['seq']))
          .sort((a, b) => a - b),
      ).toEqual(versions)
      const live = of(grants).filter(({ endedAt }) => endedAt === null)
      expect(live.length).toBe(['accepted', 'active', 'outcomeReported'].includes(referral.state) ? 1 : 0)
      expect(live.every(({ tenantId }) => tenantId === referral.toTenantId)).toBe(true)
      expect(of(consents).filter(({ state: at }) => at === 'asked' || at === 'signed').length).toBeLessThanOrEqual(1)
    }
  }
})
