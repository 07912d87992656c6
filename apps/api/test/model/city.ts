import { randomUUID } from 'node:crypto'
import type { Role } from '@fuqiao/access'
import { asSystem } from '@fuqiao/db'
import { newCapability, newDossier, newNetwork, newOrganisation, newTenant, type TenantRow } from '@fuqiao/db/factories'
import { composeCreditCode } from '@fuqiao/domain/organisation'
import { buildTestWorld, type TestPerson, type TestWorld } from '../harness.ts'
import { type Abroad, goAbroad } from './marked-beside.ts'
import { markedBodies, markedCard } from './marked.ts'
import { addMarkedRecords } from './marked-records.ts'
import { openSinks, type Sinks } from './sinks.ts'

/** The incubators of the walks' city, and above each the one it stands below. */
export const superiorOf = {
  city: null,
  districtA: 'city',
  districtB: 'city',
  sector: 'city',
  streetA: 'districtA',
  streetB: 'districtB',
} as const
export type Place = keyof typeof superiorOf
export const places = Object.keys(superiorOf) as Place[]

/** Where the organisations of a walk are when it sets out. */
export const firstCustodians: readonly Place[] = ['streetA', 'districtA']

/** Who takes part in a walk. */
export type Player = {
  name: string
  person: TestPerson
  roles: readonly Role[]
  /** Where they work, or which organisation's account it is. */
  place: Place | null
  organisation: number | null
}

/** A city in a database of its own: walks one after the other share its people, and bring organisations of their own. */
export type WalkCity = {
  world: TestWorld
  networkId: number
  tenants: Record<Place, TenantRow>
  staff: readonly Player[]
  /** How many organisations there are, for the roll-ups, and which. */
  organisations: number
  organisationIds: string[]
  /** Who keeps each, as the walk that was about it left it. */
  custodians: Place[]
  /** Whether every field of their dossiers carries a mark. */
  isMarked: boolean
  /** Where mails and webhooks arrive, where dossiers are marked. */
  sinks: Sinks | null
  /** A partner network and what goes on with it through all walks, where dossiers are marked. */
  abroad: Abroad | null
  close(): Promise<void>
}

const posts: readonly [Place, ...Role[]][] = [
  ['city', 'director'],
  ['city', 'referralDesk'],
  ['districtA', 'director'],
  ['districtA', 'caseWorker'],
  ['districtB', 'director'],
  ['districtB', 'referralDesk'],
  ['sector', 'director'],
  ['streetA', 'director'],
  ['streetA', 'caseWorker'],
  ['streetA', 'tenantAdmin'],
  ['streetA', 'auditor'],
  ['streetB', 'director'],
  ['districtB', 'tenantAdmin'],
]

/** Builds a city; close it when the walks are done. Where dossiers are marked, all its people are told by mail and two incubators' systems by webhook. */
export async function buildWalkCity({ isMarked = false } = {}): Promise<WalkCity> {
  const world = await buildTestWorld({ poolSize: 3 })
  const { networkId, tenants } = await asSystem(world.db, async tx => {
    const { id } = await newNetwork(tx)
    const made = {} as Record<Place, TenantRow>
    for (const place of places) {
      const above = superiorOf[place]
      const kind = place === 'sector' ? { kind: 'sectorAuthority' as const, tier: 'city' as const } : {}
      made[place] = await newTenant(tx, {
        networkId: id,
        name: `${place}中心`,
        ...(above === null ? {} : { parentId: made[above].id }),
        ...kind,
      })
      await newCapability(tx, {
        networkId: id,
        tenantId: made[place].id,
        scopeKey: made[place].scopeKey,
        functions: ['oneStopService', 'venue'],
      })
    }
    return { networkId: id, tenants: made }
  })
  const staff: Player[] = []
  for (const [place, ...roles] of posts) {
    const name = `${place} ${roles.join()}`
    const person = await world.person({ networkId, tenantId: tenants[place].id, roles, name })
    staff.push({ name, person, roles, place, organisation: null })
  }
  const sinks = isMarked ? await openSinks(world, staff) : null
  const close = async () => {
    await sinks?.close()
    await world.close()
  }
  const nobodyYet = { organisations: 0, organisationIds: [], custodians: [], abroad: null }
  const city: WalkCity = { world, networkId, tenants, staff, isMarked, sinks, close, ...nobodyYet }
  if (isMarked) city.abroad = await goAbroad(city, await addOrganisation(city, 'streetA', 0))
  return city
}

/** The code of a walk's organisation: what it is asked for by, and no mark. */
export const codeOf = (number: number): string =>
  composeCreditCode({ prefix: '52', divisionCode: '110105', serial: String(10_000_000 + number) })

/** An organisation of a walk, with a dossier and its account; where dossiers are marked its name is a mark. */
export async function addOrganisation(
  city: WalkCity,
  place: Place,
  index: number,
  name = `互助社${randomUUID()}`,
): Promise<{ id: string; name: string; player: Player }> {
  const { world, networkId, tenants } = city
  const number = city.organisations
  city.organisations += 1
  const { id } = await asSystem(world.db, async tx => {
    const card = city.isMarked ? markedCard(number) : { name }
    const creditCode = codeOf(number)
    const organisation = await newOrganisation(tx, { networkId, tenantId: tenants[place].id, creditCode, ...card })
    await newDossier(tx, { organisation, ...(city.isMarked ? { bodies: markedBodies(number) } : {}) })
    if (city.isMarked) await addMarkedRecords(tx, organisation, number)
    return organisation
  })
  city.organisationIds.push(id)
  city.custodians.push(place)
  const called = `organisation ${index}`
  const person = await world.account({ networkId, organisationId: id, name: called })
  await city.sinks?.subscribe(person)
  return { id, name, player: { name: called, person, roles: ['organisation'], place: null, organisation: index } }
}
