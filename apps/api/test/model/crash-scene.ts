import { asSystem, type Database, schema } from '@fuqiao/db'
import { eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { runClocks } from '../../src/jobs/run-clocks.ts'
import { testMonday, type TestPerson, type TestWorld } from '../harness.ts'
import { anotherOrganisation, playReferral, type Stage } from '../referral-stage.ts'

/** A transition that a server dies in: how a referral comes before it, who does it, and how it stands after. */
export type Doomed = {
  what: 'accept' | 'handOver' | 'dispatch' | 'return'
  action: string
  procedure: string
  before: string
  after: string
}

export const doomed: readonly Doomed[] = [
  { what: 'accept', action: 'accept', procedure: 'referrals.accept', before: 'acknowledged', after: 'accepted' },
  { what: 'handOver', action: 'accept', procedure: 'referrals.accept', before: 'acknowledged', after: 'accepted' },
  { what: 'dispatch', action: 'dispatch', procedure: 'referrals.dispatch', before: 'expired', after: 'dispatched' },
  {
    what: 'return',
    action: 'acceptReturn',
    procedure: 'referrals.acceptReturn',
    before: 'returnRequested',
    after: 'returned',
  },
]

/** A request ready to be made, and the organisation it is about. */
export type Ready = {
  id: string
  organisationId: string
  person: TestPerson
  now: Date
  input: object
  version: number
}

/** Brings a referral of an organisation of its own before the transition. */
export async function prepare(world: TestWorld, stage: Stage, { what }: Pick<Doomed, 'what'>): Promise<Ready> {
  world.setNow(testMonday)
  const made = await anotherOrganisation(world, stage)
  const mode = what === 'accept' || what === 'dispatch' ? 'coService' : 'handOver'
  const play = playReferral(stage, { ...made, mode, to: 'districtB', need: 'capabilityBuilding' })
  const { streetA, districtB, city } = stage.people
  const organisationId = made.organisation.id
  const ready = async (person: TestPerson, more: object): Promise<Ready> => {
    const { id } = play.now()
    const [row] = await asSystem(world.db, tx => tx.select().from(schema.referral).where(eq(schema.referral.id, id)))
    const version = row?.version ?? 0
    return {
      id,
      organisationId,
      person,
      version,
      now: world.deps.now(),
      input: { key: randomUUID(), id, version, ...more },
    }
  }
  if (what === 'dispatch') {
    await play.until('acknowledge')
    world.setNow(new Date('2026-03-25T10:00:00+08:00'))
    await runClocks(world.deps, world.deps.now())
    return ready(city, { reason: '仍应由其办理' })
  }
  if (what === 'return') {
    play.set(await play.until('begin'))
    await districtB.api.referrals.requestReturn({ ...play.next(), reason: '无力继续', handOverSheet: '交接' })
    return ready(streetA, {})
  }
  await play.until('acknowledge')
  return ready(districtB, { leadName: '负责人', firstContactOn: '2026-12-01', duplicateAnswer: '' })
}

/** How many grants stand open and whose the organisation is. */
export async function standing(db: Database, { id, organisationId }: Ready) {
  return asSystem(db, async tx => {
    const [[row], [organisation]] = await Promise.all([
      tx.select().from(schema.referral).where(eq(schema.referral.id, id)),
      tx.select().from(schema.organisation).where(eq(schema.organisation.id, organisationId)),
    ])
    return {
      state: row?.state,
      version: row?.version,
      from: row?.fromTenantId,
      to: row?.toTenantId,
      custodian: organisation?.tenantId,
    }
  })
}
