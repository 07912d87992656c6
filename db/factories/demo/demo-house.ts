import { civilDateOf } from '@fuqiao/domain/calendar'
import { premisesEquipment, premisesRoom, staffMember, staffTraining, tenantParty } from '../../schema/upkeep.ts'
import type { Tx } from '../../src/transactions.ts'
import { insertRows } from '../insert-rows.ts'
import { inventedPersonName } from '../invented-names.ts'
import type { TenantRow } from '../network-factories.ts'
import { type SeededRandom, seededRandom } from '../seeded-random.ts'

type StaffRow = typeof staffMember.$inferInsert
type Own = { networkId: number; tenantId: string; scopeKey: bigint }

/** Who keeps a register in the demo network: the centre, the first districts, and the first streets below them. */
export function keepersOfHouse(tenants: readonly TenantRow[]): TenantRow[] {
  const atWork = tenants.filter(({ kind, status }) => kind === 'administrative' && status === 'active')
  const tier = (wanted: TenantRow['tier'], most: number) => atWork.filter(row => row.tier === wanted).slice(0, most)
  return [...tier('city', 1), ...tier('district', 4), ...tier('street', 8)]
}

/** Writes down the people, rooms and equipment of these incubators, invented: most is in order, of each something is missing. The same incubators give the same rows. */
export async function storeHouse(tx: Tx, tenants: readonly TenantRow[], now: Date): Promise<void> {
  const houses = tenants.map((row, at) => inventHouse(row, at, now))
  await insertRows(
    tx,
    staffMember,
    houses.flatMap(({ staff }) => staff),
  )
  await insertRows(
    tx,
    staffTraining,
    houses.flatMap(({ trainings }) => trainings),
  )
  await insertRows(
    tx,
    premisesRoom,
    houses.flatMap(({ rooms }) => rooms),
  )
  await insertRows(
    tx,
    premisesEquipment,
    houses.flatMap(({ equipment }) => equipment),
  )
  await insertRows(
    tx,
    tenantParty,
    houses.flatMap(({ party }) => party),
  )
}

function inventHouse({ networkId, id: tenantId, scopeKey }: TenantRow, at: number, now: Date) {
  const own: Own = { networkId, tenantId, scopeKey }
  const random = seededRandom(`house ${tenantId}`)
  const lastYear = Number(civilDateOf(now).slice(0, 4)) - 1
  const staff = posts.slice(0, at === 0 ? 4 : 3).map((post, index) => inventPerson(own, { post, index, random, now }))
  return {
    staff,
    // The last of every second incubator has too few hours.
    trainings: staff.map((person, index) => ({
      ...{ ...own, id: random.id(now), staffMemberId: person.id ?? '', kind: 'rotation' as const, createdAt: now },
      ...{ topic: '社会组织孵化运营轮训（演示）', heldOn: `${lastYear}-0${5 + index}-18` },
      hours: at % 2 === 1 && index === staff.length - 1 ? 12 : 24,
    })),
    rooms: rooms
      .slice(0, 5 - (at % 3))
      .map(room => ({ ...own, ...room, id: random.id(now), version: 1, updatedAt: now })),
    equipment: equipment.map(([kind, quantity, years]) => ({
      ...{ ...own, id: random.id(now), kind, quantity, note: '', version: 1, updatedAt: now },
      goodUntil: years === null ? null : `${lastYear + years + (at % 2)}-06-30`,
    })),
    party:
      at % 3 === 2
        ? []
        : [
            {
              ...{
                ...own,
                form: 'jointBranch' as const,
                branchName: '社会组织联合党支部（演示）',
                version: 1,
                updatedAt: now,
              },
              foundedOn: `${lastYear}-07-01`,
            },
          ],
  }
}

const posts = ['主任', '孵化主管', '项目专员', '财务（兼）'] as const
const rooms = [
  { name: '综合办公室', uses: ['office'], squareMetres: 18.5, isShared: false },
  { name: '共用会议室', uses: ['meeting', 'training'], squareMetres: 42, isShared: true },
  { name: '孵化工位区', uses: ['incubation', 'office'], squareMetres: 36, isShared: true },
  { name: '活动室', uses: ['activity'], squareMetres: 55, isShared: true },
  { name: '成果展示厅', uses: ['showcase'], squareMetres: 30, isShared: false },
]
const equipment = [
  ['desk', 12, null],
  ['computer', 6, null],
  ['projector', 1, null],
  ['fireExtinguisher', 4, 1],
] as const

type Person = { post: string; index: number; random: SeededRandom; now: Date }

function inventPerson(own: Own, { post, index, random, now }: Person): StaffRow {
  const certificate = (['socialWorker', 'assistant', 'none', 'none'] as const)[index] ?? 'none'
  return {
    ...{
      ...own,
      id: random.id(now),
      name: inventedPersonName(random),
      post,
      version: 1,
      createdAt: now,
      updatedAt: now,
    },
    ...{ isFullTime: index < 3, isPurchasedPost: index === 2, isPartyMember: index < 3, certificate },
    certificateNumber: certificate === 'none' ? '' : `演示${random.int(100_000, 999_999)}`,
    hasSocialWorkDegree: index === 2 && random.chance(0.5),
    // Some purchased posts lie below the floor.
    monthlyPay: index === 2 ? random.pick([4600, 5200, 5600]) : random.int(58, 96) * 100,
    ...{ from: `202${index}-03-01`, until: null },
  }
}
