import type { BuildingMode, TenantKind, Tier } from '@fuqiao/domain/profile'
import { pinyinInitials } from '@fuqiao/domain/organisation'
import { childKey, rootKey, scopeHigh } from '@fuqiao/domain/tree'
import type { tenantHistory } from '../../schema/network.ts'
import type { TenantRow } from '../network-factories.ts'
import { demoIncubators } from './demo-incubators.ts'
import { changeSome } from './demo-tree-changes.ts'
import { demoNetworkId, type DemoWorld } from './demo-world.ts'

type HistoryRow = typeof tenantHistory.$inferInsert

/** Where something is: a centre's division, or an incubator's short name. */
export type DemoPlace = { division: string } | { incubator: string }

/** The tree of the demo network with what has become of its tenants. */
export type DemoTree = {
  root: TenantRow
  /** The root first, each parent before its children. */
  tenants: TenantRow[]
  history: HistoryRow[]
  /** The administrative centre of a division. */
  centreOf(divisionCode: string): TenantRow
  /** A centre by its division, or an incubator beside them by its short name. */
  placeOf(place: DemoPlace): TenantRow
}

type Sketch = {
  parent: TenantRow | null
  tier: Tier
  kind: TenantKind
  short: string
  name: string
  divisionCode: string
  buildingMode: BuildingMode | null
  openedOn: string
}

/** Who is said to have done what nobody of the story did. */
export const demoAuthor = '系统（演示）'

/** Plants the tree: city centre, 16 districts, 343 streets and townships, and the incubators beside them (B-01, B-02). */
export function plantTree(world: DemoWorld): DemoTree {
  const tenants: TenantRow[] = []
  const history: HistoryRow[] = []
  const centres = new Map<string, TenantRow>()
  const centreOf = (code: string) => {
    const centre = centres.get(code)
    if (!centre) throw new RangeError(`no centre in ${code}`)
    return centre
  }
  const plant = (sketch: Sketch) => {
    const row = rowOf(world, sketch)
    tenants.push(row)
    history.push(openingOf(world, row))
    if (sketch.kind === 'administrative') centres.set(sketch.divisionCode, row)
    return row
  }
  const root = plant({
    parent: null,
    tier: 'city',
    kind: 'administrative',
    short: '北京市',
    name: '北京市社会组织发展服务中心',
    divisionCode: '11',
    buildingMode: 'governmentBuilt',
    openedOn: '2017-06-01',
  })
  for (const { code, name } of world.divisions.filter(({ level }) => level === 3)) {
    plant({ ...centreSketch(world, { code, name }), parent: root, tier: 'district' })
  }
  // A zone that is none by law has no centre of its own.
  for (const { code, name, parent_code } of world.divisions.filter(
    ({ level, is_statistical_only }) => level === 4 && !is_statistical_only,
  )) {
    plant({ ...centreSketch(world, { code, name }), parent: centreOf(parent_code ?? '11'), tier: 'street' })
  }
  for (const { at, short, name, kind, buildingMode } of demoIncubators) {
    const parent = centreOf(at)
    plant({
      parent,
      tier: parent.tier,
      kind,
      short,
      name,
      divisionCode: at,
      buildingMode,
      openedOn: openingDay(world, 2019, 2023),
    })
  }
  const tree = { root, tenants, history, centreOf, placeOf: placesOf(tenants, centreOf) }
  changeSome(world, tree)
  return tree
}

function placesOf(tenants: readonly TenantRow[], centreOf: DemoTree['centreOf']): DemoTree['placeOf'] {
  return place => {
    if ('division' in place) return centreOf(place.division)
    const row = tenants.find(({ shortName, kind }) => shortName === place.incubator && kind !== 'administrative')
    if (!row) throw new RangeError(`no incubator ${place.incubator}`)
    return row
  }
}

function centreSketch(
  world: DemoWorld,
  { code, name }: { code: string; name: string },
): Omit<Sketch, 'parent' | 'tier'> {
  const isDistrict = code.length === 6
  const modes: readonly (readonly [BuildingMode | null, number])[] = isDistrict
    ? [
        ['governmentBuilt', 10],
        ['jointlyBuilt', 3],
        ['convertedPublicRooms', 3],
      ]
    : [
        ['convertedPublicRooms', 45],
        ['governmentBuilt', 22],
        ['projectSubsidy', 18],
        ['jointlyBuilt', 8],
        [null, 7],
      ]
  return {
    kind: 'administrative',
    short: name,
    name: `${name}社会组织发展服务中心`,
    divisionCode: code,
    buildingMode: world.random.weighted(modes),
    openedOn: isDistrict ? openingDay(world, 2017, 2018) : openingDay(world, 2018, 2024),
  }
}

function openingDay({ random }: DemoWorld, firstYear: number, lastYear: number): string {
  return `${random.int(firstYear, lastYear)}-${String(random.int(7, 12)).padStart(2, '0')}-${String(random.int(1, 28)).padStart(2, '0')}`
}

function rowOf(
  { random, now }: DemoWorld,
  { parent, tier, kind, short, name, divisionCode, buildingMode, openedOn }: Sketch,
): TenantRow {
  const depth = parent ? parent.depth + 1 : 0
  const scopeKey = parent
    ? childKey({ key: parent.scopeKey, depth: parent.depth }, parent.nextSlot)
    : rootKey(demoNetworkId)
  if (parent) parent.nextSlot += 1
  return {
    networkId: demoNetworkId,
    id: random.id(new Date(`${openedOn}T09:00:00+08:00`)),
    parentId: parent?.id ?? null,
    scopeKey,
    scopeHigh: scopeHigh(scopeKey, depth),
    depth,
    nextSlot: 1,
    tier,
    kind,
    buildingMode,
    name: `${name}（演示）`,
    shortName: short,
    initials: pinyinInitials(short),
    divisionCode,
    status: 'active',
    successorId: null,
    openedOn,
    version: 1,
    updatedAt: new Date(Math.min(now.getTime(), Date.parse(`${openedOn}T09:00:00+08:00`))),
  }
}

function openingOf(
  { random }: DemoWorld,
  { networkId, id: tenantId, name, parentId, scopeKey, openedOn }: TenantRow,
): HistoryRow {
  const from = new Date(`${openedOn}T09:00:00+08:00`)
  return {
    networkId,
    id: random.id(from),
    tenantId,
    change: 'opened',
    from,
    to: null,
    name,
    parentId,
    scopeKey,
    status: 'active',
    successorId: null,
    reason: '设立',
    personName: demoAuthor,
  }
}
