import { addDays, civilDateOf } from '@fuqiao/domain/calendar'
import { composeCreditCode, CREDIT_CODE_PREFIXES, pinyinInitials, pinyinSortKey } from '@fuqiao/domain/organisation'
import type { OrganisationField, OrganisationKind, OrganisationStage } from '@fuqiao/domain/profile'
import { ORGANISATION_FIELDS } from '@fuqiao/domain/profile'
import type { DivisionRow } from '../../src/division-data.ts'
import { inventedOrganisationName } from '../invented-names.ts'
import { officeTime } from '../working-time.ts'
import type { TenantRow } from '../network-factories.ts'
import type { OrganisationRow } from '../organisation-factories.ts'
import type { DemoStar } from './demo-accounts.ts'
import { demoIncubators } from './demo-incubators.ts'
import { type StarSketch, starSketches } from './demo-stars.ts'
import type { DemoTree } from './demo-tenants.ts'
import { daysAgo, type DemoWorld, growingInstant } from './demo-world.ts'

/** The organisations of the demo network, each with its first custodian. */
export type DemoOrganisations = { rows: OrganisationRow[]; stars: ReadonlyMap<DemoStar, OrganisationRow> }

/** Organisations that a street has at the mean: many in the core, few at the edge. Elsewhere four. */
const density: Record<string, number> = {
  110101: 19,
  110102: 20,
  110105: 13,
  110106: 10,
  110107: 9,
  110108: 14,
  110109: 3,
  110111: 4,
  110112: 6,
  110113: 5,
  110114: 6,
  110115: 6,
  110116: 3,
  110117: 3,
  110118: 3,
  110119: 3,
}

const longName =
  '北京市海淀区岫澜青少年科学素养与综合实践能力提升暨家庭教育指导、社区融合发展、志愿服务资源对接与公共服务协同创新能力促进中心'
const rareName = '北京市西城区𬭎屿社区文化服务中心'

type Sketch = {
  custodian: TenantRow
  kind: OrganisationKind
  field: OrganisationField
  stage: OrganisationStage
  name?: string
  divisionCode?: string
}

/** Invents the organisations, spread as a city is. */
export function inventOrganisations(world: DemoWorld, tree: DemoTree): DemoOrganisations {
  const register = registerOf(world, tree)
  const stars = new Map(starSketches.map(sketch => [sketch.star, register(starAs(tree, sketch))]))
  register({
    custodian: tree.centreOf('110102007'),
    kind: 'serviceOrganisation',
    field: 'cultureSports',
    stage: 'growing',
    name: rareName,
  })
  register({
    custodian: tree.centreOf('110108'),
    kind: 'serviceOrganisation',
    field: 'childrenYouth',
    stage: 'startUp',
    name: longName,
  })
  for (const tenant of tree.tenants) {
    const count = countFor(world, tenant)
    for (let made = 0; made < count; made += 1) register(sketchFor(world, tenant))
  }
  for (const zone of world.divisions.filter(({ is_statistical_only }) => is_statistical_only)) {
    register({ ...sketchFor(world, tree.centreOf(zone.parent_code ?? '11')), divisionCode: zone.code })
  }
  return { rows: register.rows, stars }
}

function starAs(tree: DemoTree, { at, star: _star, referral: _referral, ...sketch }: StarSketch): Sketch {
  return { ...sketch, custodian: tree.centreOf(at) }
}

function countFor({ random }: DemoWorld, { tier, kind, divisionCode, status }: TenantRow): number {
  if (status === 'merged') return 0
  if (kind !== 'administrative') return random.int(5, 14)
  if (tier === 'city') return 48
  const mean = density[divisionCode.slice(0, 6)] ?? 4
  if (tier === 'district') return Math.round(8 + mean * 0.6)
  // A few streets have none at all (B-05).
  return random.chance(0.05)
    ? 0
    : Math.max(
        1,
        Math.round(
          mean *
            random.weighted([
              [0.5, 2],
              [0.8, 4],
              [1.1, 4],
              [1.5, 2],
              [2.1, 1],
            ]),
        ),
      )
}

const kindsBy: Record<'street' | 'district' | 'city' | 'beside', readonly (readonly [OrganisationKind, number])[]> = {
  street: [
    ['communityFiled', 60],
    ['serviceOrganisation', 26],
    ['association', 8],
    ['inPreparation', 6],
  ],
  district: [
    ['serviceOrganisation', 52],
    ['association', 36],
    ['inPreparation', 12],
  ],
  city: [
    ['foundation', 38],
    ['association', 34],
    ['serviceOrganisation', 24],
    ['inPreparation', 4],
  ],
  beside: [
    ['serviceOrganisation', 60],
    ['association', 24],
    ['foundation', 6],
    ['inPreparation', 10],
  ],
}

const fieldWeights = ORGANISATION_FIELDS.map(
  field =>
    [
      field,
      field === 'elderCare' || field === 'volunteering' || field === 'cultureSports'
        ? 5
        : field === 'communityGovernance' || field === 'childrenYouth'
          ? 4
          : 2,
    ] as const,
)

function sketchFor({ random }: DemoWorld, custodian: TenantRow): Sketch {
  const beside =
    custodian.kind === 'administrative' ? undefined : demoIncubators.find(({ short }) => short === custodian.shortName)
  const kind = random.weighted(kindsBy[beside ? 'beside' : (custodian.tier as 'street' | 'district' | 'city')])
  const field = beside && beside.fields.length > 0 ? random.pick(beside.fields) : random.weighted(fieldWeights)
  return { custodian, kind, field, stage: stageFor(random, kind) }
}

function stageFor(random: DemoWorld['random'], kind: OrganisationKind): OrganisationStage {
  if (kind === 'inPreparation') return 'preparing'
  return random.weighted(
    kind === 'communityFiled'
      ? [
          ['startUp', 45],
          ['growing', 40],
          ['mature', 15],
        ]
      : [
          ['startUp', 30],
          ['growing', 42],
          ['mature', 28],
        ],
  )
}

type Register = ((sketch: Sketch) => OrganisationRow) & { rows: OrganisationRow[] }

function registerOf(world: DemoWorld, tree: DemoTree): Register {
  const rows: OrganisationRow[] = []
  const names = new Set<string>()
  const communities = Map.groupBy(
    world.divisions.filter(({ level }) => level === 5),
    ({ parent_code }) => parent_code,
  )
  const divisionNames = new Map(world.divisions.map(({ code, name }) => [code, name]))
  let serial = 0
  const register = (sketch: Sketch): OrganisationRow => {
    const { random } = world
    const { custodian, kind, field } = sketch
    const community =
      custodian.tier === 'street' && custodian.kind === 'administrative'
        ? communityOf(random, communities.get(custodian.divisionCode) ?? [])
        : null
    const place = {
      district: divisionNames.get(custodian.divisionCode.slice(0, 6)) ?? '',
      street: custodian.tier === 'street' ? custodian.shortName : '',
      community: community ? shortCommunity(community.name) : '',
    }
    const named =
      kind === 'communityFiled'
        ? place.community || place.street || place.district
        : `北京市${kind === 'foundation' ? '' : place.district}`
    let name = sketch.name ?? inventedOrganisationName(random, { kind, field, place: named })
    while (names.has(name)) name = inventedOrganisationName(random, { kind, field, place: named })
    names.add(name)
    serial += 1
    const divisionCode =
      sketch.divisionCode ?? (kind === 'communityFiled' && community ? community.code : custodian.divisionCode)
    const row: OrganisationRow = {
      ...datesOf(world, sketch),
      ...papersOf(world, sketch, { serial, district: place.district }),
      networkId: custodian.networkId,
      tenantId: custodian.id,
      scopeKey: custodian.scopeKey,
      firstContactTenantId: firstContactOf(world, tree, custodian),
      reportingTenantId: custodian.id,
      name,
      formerNames: [],
      initials: pinyinInitials(name),
      sortKey: pinyinSortKey(name),
      creditCodeOverride: null,
      kind,
      stage: sketch.stage,
      field,
      divisionCode,
      address: `${place.district}${place.street}${place.community}演示路${random.int(1, 199)}号`,
      summary: '虚构组织,仅供演示。',
      version: 1,
      grams: null,
    }
    rows.push(row)
    return row
  }
  return Object.assign(register, { rows })
}

function communityOf(random: DemoWorld['random'], communities: readonly DivisionRow[]): DivisionRow | null {
  return communities.length > 0 ? random.pick(communities) : null
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
