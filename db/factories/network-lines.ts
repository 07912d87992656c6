import type { OrganisationKind, Tier } from '@fuqiao/domain/profile'

/** A tenant of a network of the journeys, from the top down; the last is the incubator that the case is in. */
type Place = { tier: Tier; division: string; name: string }
/** What one document's network is planted from. Login names begin with its prefix. */
export type NetworkLine = {
  profileId: string
  prefix: string
  places: readonly [Place, ...Place[]]
  /** The kind of the organisation that meets none of the incubator's conditions; a foundation where nothing is said. */
  refused?: OrganisationKind
}

const place = (tier: Tier, division: string, name: string): Place => ({ tier, division, name })

/** One line of tenants for each document, and one for each tier where a document's conditions differ by tier, with invented incubators. */
export const networkLines = {
  beijing: {
    ...{ profileId: 'beijing-2017', prefix: 'bj' },
    places: [
      place('city', '11', '京澜市级孵化中心'),
      place('district', '110101', '京澜区孵化中心'),
      place('street', '110101001', '栖禾街道孵化站'),
    ],
  },
  wuhan: {
    ...{ profileId: 'wuhan-2015', prefix: 'wh' },
    places: [
      place('city', '4201', '汉岚市级孵化中心'),
      place('district', '420106', '汉岚区孵化中心'),
      place('street', '420106003', '榆汀街道孵化站'),
      place('community', '420106003', '榆汀社区孵化点'),
    ],
  },
  wuhanDistrict: {
    ...{ profileId: 'wuhan-2015', prefix: 'wq', refused: 'communityFiled' },
    places: [place('city', '4201', '沔阳湖市级孵化中心'), place('district', '420106', '沔阳湖区孵化中心')],
  },
  jilin: {
    ...{ profileId: 'jilin-2014', prefix: 'jl' },
    places: [
      place('province', '22', '松岫省级孵化中心'),
      place('city', '2201', '松岫市级孵化中心'),
      place('county', '220122', '穗棠县孵化站'),
    ],
  },
  zhengzhou: {
    ...{ profileId: 'zhengzhou-2018', prefix: 'zz' },
    places: [place('city', '4101', '商砚市社工孵化基地'), place('district', '410102', '商砚区社工孵化基地')],
  },
  lingwu: {
    ...{ profileId: 'lingwu-2021', prefix: 'lw' },
    places: [place('county', '640181', '灵芷社会组织孵化园')],
  },
} as const satisfies Record<string, NetworkLine>

/** Whom a line is peopled with, by what their login names end with. */
export const posts = {
  director: 'zhuren',
  officer: 'jingban',
  supervisingUnit: 'zhuguan',
  leadingOffice: 'lingdao',
  applicant: 'zuzhi',
  refused: 'bufu',
} as const
/** Somebody with a post. */
export type Post = keyof typeof posts
/** How many experts each pool has: one more than a panel seats. */
export const poolSize = 4

/** The login name of somebody of a network, or of its n-th expert. */
export const loginOf = ({ prefix }: Pick<NetworkLine, 'prefix'>, post: Post | number): string =>
  `${prefix}.${typeof post === 'number' ? `zhuanjia${post}` : posts[post]}`
