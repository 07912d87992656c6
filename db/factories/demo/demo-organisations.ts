import { ORGANISATION_FIELDS, type OrganisationKind, type OrganisationStage } from '@fuqiao/domain/profile'
import type { TenantRow } from '../network-factories.ts'
import type { OrganisationRow } from '../organisation-factories.ts'
import type { DemoStar } from './demo-accounts.ts'
import { demoIncubators } from './demo-incubators.ts'
import { openRegister, type Sketch } from './demo-register.ts'
import { type StarSketch, starSketches } from './demo-stars.ts'
import type { DemoTree } from './demo-tenants.ts'
import type { DemoWorld } from './demo-world.ts'

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

/** Invents the organisations, spread as a city is. */
export function inventOrganisations(world: DemoWorld, tree: DemoTree): DemoOrganisations {
  const register = openRegister(world, tree)
  const stars = new Map(starSketches.map(sketch => [sketch.star, register.enter(starAs(tree, sketch))]))
  register.enter({
    custodian: tree.centreOf('110102007'),
    kind: 'serviceOrganisation',
    field: 'cultureSports',
    stage: 'growing',
    name: rareName,
  })
  register.enter({
    custodian: tree.centreOf('110108'),
    kind: 'serviceOrganisation',
    field: 'childrenYouth',
    stage: 'startUp',
    name: longName,
  })
  for (const tenant of tree.tenants) {
    const count = countFor(world, tenant)
    for (let made = 0; made < count; made += 1) register.enter(sketchFor(world, tenant))
  }
  for (const zone of world.divisions.filter(({ is_statistical_only }) => is_statistical_only)) {
    register.enter({ ...sketchFor(world, tree.centreOf(zone.parent_code ?? '11')), divisionCode: zone.code })
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
