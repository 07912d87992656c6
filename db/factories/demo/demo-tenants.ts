import type { BuildingMode, TenantKind, Tier } from '@fuqiao/domain/profile'
import { pinyinInitials } from '@fuqiao/domain/organisation'
import { childKey, rootKey, scopeHigh } from '@fuqiao/domain/tree'
import type { tenantHistory } from '../../schema/network.ts'
import type { TenantRow } from '../network-factories.ts'
import { demoIncubators, suspendedStreet } from './demo-incubators.ts'
import { daysAgo, demoNetworkId, type DemoWorld } from './demo-world.ts'

type HistoryRow = typeof tenantHistory.$inferInsert

/** The tree of the demo network with what has become of its tenants. */
export type DemoTree = {
  root: TenantRow
  /** The root first, each parent before its children. */
  tenants: TenantRow[]
  history: HistoryRow[]
  /** The administrative centre of a division. */
  centreOf(divisionCode: string): TenantRow
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

const author = '系统(演示)'

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
  changeSome(world, { tenants, history, centreOf })
  return { root, tenants, history, centreOf }
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
    tier: tier as TenantRow['tier'],
    kind,
    buildingMode,
    name: `${name}(演示)`,
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
    personName: author,
  }
}

type Change = {
  at: Date
  change: HistoryRow['change']
  reason: string
  set?: Partial<Pick<TenantRow, 'status' | 'successorId' | 'name'>>
}

/** Suspends, merges, resumes and renames a few, with their history (B-08). */
function changeSome(world: DemoWorld, { tenants, history, centreOf }: Omit<DemoTree, 'root'>): void {
  const change = (row: TenantRow, { at, change: kind, reason, set = {} }: Change) => {
    const before = history.findLast(({ tenantId, to }) => tenantId === row.id && to === null)
    if (before) before.to = at
    Object.assign(row, set, { version: row.version + 1, updatedAt: at })
    const { networkId, id: tenantId, name, parentId, scopeKey, status, successorId } = row
    history.push({
      networkId,
      id: world.random.id(at),
      tenantId,
      change: kind,
      from: at,
      to: null,
      name,
      parentId,
      scopeKey,
      status,
      successorId,
      reason,
      personName: author,
    })
  }
  const incubator = (short: string) => {
    const row = tenants.find(({ shortName, kind }) => shortName === short && kind !== 'administrative')
    if (!row) throw new RangeError(`no incubator ${short}`)
    return row
  }
  for (const { short, mergedInto, isSuspended } of demoIncubators) {
    if (mergedInto)
      change(incubator(short), {
        at: daysAgo(world, 140),
        change: 'merged',
        reason: '职能相同,并入同区机构',
        set: { status: 'merged', successorId: incubator(mergedInto).id },
      })
    if (isSuspended)
      change(incubator(short), {
        at: daysAgo(world, 45),
        change: 'suspended',
        reason: '场地改造',
        set: { status: 'suspended' },
      })
  }
  change(centreOf(suspendedStreet), {
    at: daysAgo(world, 70),
    change: 'suspended',
    reason: '人员调整',
    set: { status: 'suspended' },
  })
  const paused = centreOf('110111001')
  change(paused, {
    at: daysAgo(world, 300),
    change: 'suspended',
    reason: '防汛期间场地占用',
    set: { status: 'suspended' },
  })
  change(paused, { at: daysAgo(world, 260), change: 'resumed', reason: '场地恢复', set: { status: 'active' } })
  renameOnce(world, centreOf('110101'), change, history)
}

function renameOnce(
  world: DemoWorld,
  row: TenantRow,
  change: (row: TenantRow, what: Change) => void,
  history: HistoryRow[],
): void {
  const { name } = row
  const opening = history.find(({ tenantId }) => tenantId === row.id)
  if (opening) opening.name = '东城区社会组织孵化中心(演示)'
  change(row, { at: daysAgo(world, 900), change: 'renamed', reason: '统一名称', set: { name } })
}
