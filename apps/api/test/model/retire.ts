import { asSystem, schema } from '@fuqiao/db'
import { isOpen } from '@fuqiao/domain/referral'
import { eq, inArray } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import type { Place, WalkCity } from './city.ts'
import { countAtCity } from './looks.ts'
import { faultsIn, readStored } from './rules.ts'
import { Parted, type Tally } from './walk-types.ts'

/** Incubators that go once the walks of a city are done, each with what all walks left there: suspended ones come back, a merged one does not. */
const changes: readonly (['suspend', Place] | ['merge', Place, Place])[] = [
  ['suspend', 'streetB'],
  ['suspend', 'districtA'],
  ['suspend', 'sector'],
  ['merge', 'sector', 'districtB'],
  ['merge', 'streetB', 'streetA'],
]

const visitedAgain = /^rule 3: a chain visits an incubator twice$/
/**
 * What a retirement leaves by right: whoever stands in may have been in the chain before, and looks in no more where a suspended one's work is only
 * reported on.
 */
const byRight = {
  suspend: [visitedAgain, /^rule 2: 0 grants stand open where a referral is (?:outcomeReported|failed|disputed)$/],
  merge: [visitedAgain],
}

/** Suspends and merges incubators with all referrals of a city's walks in whatever state they are; what must always hold holds after each (B-08). @throws Parted */
export async function retireSome(city: WalkCity, tally: Tally): Promise<void> {
  const gone: RegExp[] = []
  for (const [change, place, successor] of changes) {
    gone.push(...byRight[change])
    const before = await countAtCity(city)
    await retire(city, { change, place, ...(successor ? { successor } : {}) })
    tally.set(change, (tally.get(change) ?? 0) + 1)
    const faults = (await faultsAfter(city, place)).filter(fault => !gone.some(right => right.test(fault)))
    const after = await countAtCity(city)
    if (after !== before) faults.push(`rule 8: the city counted ${before} organisations and counts ${after}`)
    if (faults.length > 0) throw new Parted(`${change} of ${place}: ${[...new Set(faults)].join('; ')}`)
    if (change === 'suspend') await call(city, 'resume', place)
  }
}

type Retirement = { change: 'suspend' | 'merge'; place: Place; successor?: Place }

async function retire(city: WalkCity, { change, place, successor }: Retirement): Promise<void> {
  await call(city, change, place, successor ? { successorId: city.tenants[successor].id } : {})
}

async function call(city: WalkCity, change: 'suspend' | 'merge' | 'resume', place: Place, more: object = {}) {
  const root = city.staff.find(one => one.place === 'city' && one.roles.includes('director'))
  const tenantId = city.tenants[place].id
  const [row] = await asSystem(city.world.db, tx =>
    tx.select().from(schema.tenant).where(eq(schema.tenant.id, tenantId)),
  )
  const input = { key: randomUUID(), tenantId, version: row?.version ?? 0, reason: '机构调整', ...more }
  await (root?.person.api.tenants[change] as (given: unknown) => Promise<unknown>)(input)
}

async function faultsAfter(city: WalkCity, place: Place): Promise<string[]> {
  const { world, tenants, organisationIds } = city
  const known = await asSystem(world.db, tx =>
    tx
      .select({ id: schema.referral.id })
      .from(schema.referral)
      .where(inArray(schema.referral.organisationId, organisationIds)),
  )
  const stored = await readStored(world, organisationIds, [...known.map(({ id }) => id), ...organisationIds])
  const faults = faultsIn(stored, new Map(stored.referrals.map(({ id, version }) => [id, version])))
  for (const { state, holder, fromTenantId, toTenantId, deskTenantId } of stored.referrals) {
    const isHeld = isOpen(state) || holder !== null
    // A suspended sender's drafts are nobody else's, and a draft to it has reached nobody.
    if (state !== 'draft' && isHeld && [fromTenantId, toTenantId, deskTenantId].includes(tenants[place].id))
      faults.push(`a referral in ${state} is left with ${place}`)
  }
  return faults
}
