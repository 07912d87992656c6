import { civilDateOf, addDays } from '@fuqiao/domain/calendar'
import { composeCreditCode, CREDIT_CODE_PREFIXES, pinyinInitials, pinyinSortKey } from '@fuqiao/domain/organisation'
import type { OrganisationField, OrganisationKind, OrganisationStage } from '@fuqiao/domain/profile'
import type { DivisionRow } from '../../src/division-data.ts'
import { inventedOrganisationName } from '../invented-names.ts'
import type { TenantRow } from '../network-factories.ts'
import type { OrganisationRow } from '../organisation-factories.ts'
import { officeTime } from '../working-time.ts'
import type { DemoTree } from './demo-tenants.ts'
import { daysAgo, type DemoWorld, growingInstant } from './demo-world.ts'

/** An organisation before it is written into the register. */
export type Sketch = {
  custodian: TenantRow
  kind: OrganisationKind
  field: OrganisationField
  stage: OrganisationStage
  name?: string
  divisionCode?: string
}

/** The register of the demo network: gives names, codes, dates and places, no name twice. */
export type Register = { rows: OrganisationRow[]; enter(sketch: Sketch): OrganisationRow }

/** Opens an empty register. */
export function openRegister(world: DemoWorld, tree: DemoTree): Register {
  const { random } = world
  const rows: OrganisationRow[] = []
  const names = new Set<string>()
  const placeOf = placesOf(world)
  const freeName = ({ kind, field }: Sketch, place: Place): string => {
    for (;;) {
      const name = inventedOrganisationName(random, { kind, field, place: placeInName(kind, place) })
      if (!names.has(name)) return name
    }
  }
  const enter = (sketch: Sketch): OrganisationRow => {
    const { custodian, kind, field, stage } = sketch
    const place = placeOf(sketch)
    const name = sketch.name ?? freeName(sketch, place)
    names.add(name)
    const { networkId, id: tenantId, scopeKey } = custodian
    const row: OrganisationRow = {
      ...datesOf(world, sketch),
      ...papersOf(world, sketch, { serial: rows.length + 1, district: place.district }),
      networkId,
      tenantId,
      scopeKey,
      firstContactTenantId: firstContactOf(world, tree, custodian),
      reportingTenantId: tenantId,
      name,
      formerNames: [],
      initials: pinyinInitials(name),
      sortKey: pinyinSortKey(name),
      creditCodeOverride: null,
      kind,
      stage,
      field,
      divisionCode: sketch.divisionCode ?? (kind === 'communityFiled' ? place.code : custodian.divisionCode),
      address: `${place.district}${place.street}${place.community}演示路${random.int(1, 199)}号`,
      summary: '虚构组织，仅供演示。',
      version: 1,
      ...{ mergedIntoId: null, mergedAt: null, mergeReason: '' },
      grams: null,
    }
    rows.push(row)
    return row
  }
  return { rows, enter }
}

/** Names of the divisions that an address lies in, empty where it lies in none, and the code of the smallest. */
type Place = { district: string; street: string; community: string; code: string }

function placesOf({ random, divisions }: DemoWorld): (sketch: Sketch) => Place {
  const byCode = new Map(divisions.map(row => [row.code, row]))
  const communities = Map.groupBy(
    divisions.filter(({ level }) => level === 5),
    ({ parent_code }) => parent_code,
  )
  const communityOf = ({ custodian, divisionCode }: Sketch): DivisionRow | undefined => {
    if (divisionCode?.length === 12) return byCode.get(divisionCode)
    const near = custodian.tier === 'street' ? (communities.get(custodian.divisionCode) ?? []) : []
    return near.length > 0 ? random.pick(near) : undefined
  }
  return sketch => {
    const { divisionCode, tier, shortName } = sketch.custodian
    const community = communityOf(sketch)
    return {
      district: byCode.get(divisionCode.slice(0, 6))?.name.replace('北京市', '') ?? '',
      street: tier === 'street' ? shortName : '',
      community: community ? shortCommunity(community.name) : '',
      code: community?.code ?? divisionCode,
    }
  }
}

function placeInName(kind: OrganisationKind, { district, street, community }: Place): string {
  if (kind === 'communityFiled') return community || street || district
  return kind === 'foundation' ? '北京市' : `北京市${district}`
}

function shortCommunity(name: string): string {
  return name.replace(
    /(社区)?(居民委员会|居委会|村民委员会|村委会)$/u,
    (_, isCommunity: string | undefined) => isCommunity ?? '',
  )
}

/** Some were met first by a street and are looked after by its district. */
function firstContactOf({ random }: DemoWorld, { tenants }: DemoTree, custodian: TenantRow): string {
  if (custodian.tier !== 'district' || custodian.kind !== 'administrative' || !random.chance(0.3)) return custodian.id
  return random.pick(tenants.filter(({ parentId, kind }) => parentId === custodian.id && kind === 'administrative')).id
}

function datesOf(
  world: DemoWorld,
  { custodian, stage }: Sketch,
): Pick<OrganisationRow, 'id' | 'createdAt' | 'updatedAt'> {
  const { random, now } = world
  const opened = Date.parse(`${custodian.openedOn}T09:00:00+08:00`)
  const entered =
    stage !== 'preparing' && random.chance(0.52) ? daysAgo(world, random.int(366, 1100)) : growingInstant(world)
  const inOffice = (at: number) =>
    new Date(Math.min(officeTime(civilDateOf(new Date(at)), random).getTime(), now.getTime()))
  const createdAt = inOffice(Math.max(entered.getTime(), opened + 86_400_000))
  const touched = inOffice(createdAt.getTime() + random.next() ** 2 * (now.getTime() - createdAt.getTime()))
  const updatedAt = touched < createdAt ? createdAt : touched
  return { id: random.id(createdAt), createdAt, updatedAt }
}

type Papers = Pick<
  OrganisationRow,
  'creditCode' | 'registeredOn' | 'registrationAuthority' | 'filingNumber' | 'filedOn'
>
const noPapers: Papers = {
  creditCode: null,
  registeredOn: null,
  registrationAuthority: '',
  filingNumber: null,
  filedOn: null,
}
const ages: Record<OrganisationStage, readonly [number, number]> = {
  preparing: [0, 0],
  startUp: [60, 700],
  growing: [800, 1900],
  mature: [2000, 5200],
}

function papersOf(
  { random, now }: DemoWorld,
  { custodian, kind, stage }: Sketch,
  { serial, district }: { serial: number; district: string },
): Papers {
  if (kind === 'inPreparation') return noPapers
  const on = addDays(civilDateOf(now), -random.int(...ages[stage]))
  const code = String(serial).padStart(5, '0')
  if (kind === 'communityFiled')
    return { ...noPapers, filingNumber: `${custodian.divisionCode}-${on.slice(0, 4)}-${code}`, filedOn: on }
  const isCitys = kind === 'foundation' || custodian.divisionCode === '11'
  const creditCode = composeCreditCode({
    prefix: CREDIT_CODE_PREFIXES[kind],
    divisionCode: isCitys ? '110000' : custodian.divisionCode.slice(0, 6),
    serial: `DEM${code}`,
  })
  return {
    ...noPapers,
    creditCode,
    registeredOn: on,
    registrationAuthority: isCitys ? '北京市民政局' : `${district}民政局`,
  }
}
