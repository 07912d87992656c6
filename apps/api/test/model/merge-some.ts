import { asSystem, schema } from '@fuqiao/db'
import { isOpen } from '@fuqiao/domain/referral'
import { inArray } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { errorBody } from '../../src/rpc/error-format.ts'
import { type Place, places, type WalkCity } from './city.ts'
import { countAtCity } from './looks.ts'
import { faultsIn, readStored, type Stored } from './rules.ts'
import { Parted, type Tally } from './walk-types.ts'

/** Tried at each incubator, at most. */
const pairs = 12

/**
 * Once the walks of a city are done, each custodian merges some of its organisations into the next, with whatever the walks left there: done where nothing
 * is under way for either, refused where anything is; each tier counts one less after each, sight of it ends, and what must always hold holds. @throws Parted
 */
export async function mergeSome(city: WalkCity, tally: Tally): Promise<void> {
  for (const place of places) {
    const kept = (await readAll(city)).organisations.filter(({ tenantId }) => tenantId === city.tenants[place].id)
    for (let at = 0; at + 1 < Math.min(kept.length, pairs); at += 1) {
      const [before, count] = [await readAll(city), await countAtCity(city)]
      const [merged, survivor] = [kept[at]!, kept[at + 1]!].map(({ id }) =>
        before.organisations.find(row => row.id === id)!,
      ) as [Organisation, Organisation]
      const isBusy = [merged, survivor].some(({ id }) => isUnderWay(before, id))
      const came = await merge(city, place, merged, survivor)
      const expected = isBusy ? 'ORGANISATION_UNDER_WAY' : 'merged'
      if (came !== expected) throw new Parted(`a merge at ${place}: ${came} instead of ${expected}`)
      tally.set(
        isBusy ? came : 'merge of organisations',
        (tally.get(isBusy ? came : 'merge of organisations') ?? 0) + 1,
      )
      const fault = faultAfter(await readAll(city), merged.id, isBusy)
      if (fault) throw new Parted(`after a merge at ${place}: ${fault}`)
      const fewer = count - (await countAtCity(city))
      if (fewer !== (isBusy ? 0 : 1))
        throw new Parted(`rule 8: after a merge at ${place} the city counts ${fewer} less`)
    }
  }
  const left = await readAll(city)
  const faults = faultsIn(left, new Map(left.referrals.map(({ id, version }) => [id, version])))
  if (faults.length > 0) throw new Parted(`after all merges: ${[...new Set(faults)].join('; ')}`)
}

type Organisation = Stored['organisations'][number]

const isUnderWay = ({ referrals }: Stored, organisationId: string): boolean =>
  referrals.some(row => row.organisationId === organisationId && (isOpen(row.state) || row.holder !== null))

function faultAfter({ organisations, grants, serving }: Stored, id: string, isBusy: boolean): string | undefined {
  const isMerged = organisations.find(row => row.id === id)?.mergedIntoId !== null
  if (isMerged === isBusy) return isBusy ? 'what is under way was merged' : 'nothing was merged'
  if (isBusy) return undefined
  if (grants.some(grant => grant.organisationId === id && grant.endedAt === null))
    return 'rule 2: sight of it stands open'
  if (serving.some(row => row.organisationId === id && row.until === null)) return 'it is still served'
  return undefined
}

function directorOf({ staff }: WalkCity, place: Place) {
  const director = staff.find(one => one.place === place && one.roles.includes('director'))
  if (!director) throw new Error(`${place} has no director`)
  return director.person
}

async function readAll({ world, organisationIds }: WalkCity): Promise<Stored> {
  const { referral } = schema
  const known = await asSystem(world.db, tx =>
    tx.select({ id: referral.id }).from(referral).where(inArray(referral.organisationId, organisationIds)),
  )
  return readStored(
    world,
    organisationIds,
    known.map(({ id }) => id),
  )
}

function merge(city: WalkCity, place: Place, merged: Organisation, survivor: Organisation): Promise<string> {
  const input = { key: randomUUID(), id: merged.id, survivorId: survivor.id, reason: '重复登记' }
  return directorOf(city, place)
    .api.organisations.merge({ ...input, version: merged.version, survivorVersion: survivor.version })
    .then(
      () => 'merged',
      (error: unknown) => errorBody(error).appCode,
    )
}
