import type { BuildingMode, OrganisationField, TenantKind } from '@fuqiao/domain/profile'

/** An invented incubator beside the administrative centres. */
export type DemoIncubator = {
  short: string
  /** Followed by （演示）. */
  name: string
  kind: Exclude<TenantKind, 'administrative'>
  /** The division of the administrative centre that it stands below. */
  at: string
  fields: readonly OrganisationField[]
  buildingMode: BuildingMode | null
  /** Whose declaration this one's looks like (B-04). */
  looksLike?: string
  /** Into which it was merged. */
  mergedInto?: string
  isSuspended?: boolean
}

/** Invented incubators of every kind, at the city and in districts (B-02). */
export const demoIncubators: readonly DemoIncubator[] = [
  {
    short: '京禾养老',
    name: '京禾养老服务类社会组织孵化基地',
    kind: 'sectorAuthority',
    at: '11',
    fields: ['elderCare', 'health'],
    buildingMode: 'governmentBuilt',
  },
  {
    short: '京筠环保',
    name: '京筠生态环保社会组织支持中心',
    kind: 'sectorAuthority',
    at: '11',
    fields: ['environment'],
    buildingMode: 'convertedPublicRooms',
  },
  {
    short: '京砚法治',
    name: '京砚法治类社会组织孵化中心',
    kind: 'sectorAuthority',
    at: '11',
    fields: ['legalAid'],
    buildingMode: 'convertedPublicRooms',
  },
  {
    short: '京樾商会',
    name: '京樾行业协会商会服务中心',
    kind: 'industryDepartment',
    at: '11',
    fields: ['industry'],
    buildingMode: 'governmentBuilt',
  },
  {
    short: '京屿青年',
    name: '京屿青少年事务社会组织孵化中心',
    kind: 'massOrganisation',
    at: '11',
    fields: ['childrenYouth', 'education'],
    buildingMode: 'governmentBuilt',
  },
  {
    short: '京棠家庭',
    name: '京棠妇儿家庭服务孵化基地',
    kind: 'massOrganisation',
    at: '11',
    fields: ['childrenYouth', 'relief'],
    buildingMode: 'projectSubsidy',
  },
  {
    short: '京澜助残',
    name: '京澜助残社会组织孵化中心',
    kind: 'massOrganisation',
    at: '11',
    fields: ['disability'],
    buildingMode: 'jointlyBuilt',
  },
  { short: '汀岚公益园', name: '汀岚公益园', kind: 'social', at: '110105', fields: [], buildingMode: 'jointlyBuilt' },
  {
    short: '栖禾孵化器',
    name: '栖禾公益孵化器',
    kind: 'social',
    at: '110105',
    fields: [],
    buildingMode: 'jointlyBuilt',
    looksLike: '汀岚公益园',
  },
  {
    short: '槐序社区',
    name: '槐序社区发展中心',
    kind: 'social',
    at: '110102',
    fields: ['communityGovernance', 'volunteering'],
    buildingMode: 'projectSubsidy',
  },
  {
    short: '芷溪文体',
    name: '芷溪文化体育社会组织孵化中心',
    kind: 'industryDepartment',
    at: '110108',
    fields: ['cultureSports'],
    buildingMode: 'convertedPublicRooms',
  },
  {
    short: '穗和社企园',
    name: '穗和社会企业孵化园',
    kind: 'social',
    at: '110108',
    fields: ['education', 'environment'],
    buildingMode: 'jointlyBuilt',
  },
  {
    short: '岫野应急',
    name: '岫野应急救援孵化站',
    kind: 'sectorAuthority',
    at: '110106',
    fields: ['emergency'],
    buildingMode: 'governmentBuilt',
  },
  { short: '泊野公益园', name: '泊野公益园', kind: 'social', at: '110106', fields: [], buildingMode: 'projectSubsidy' },
  {
    short: '柚田小站',
    name: '柚田公益小站',
    kind: 'social',
    at: '110106',
    fields: [],
    buildingMode: 'projectSubsidy',
    mergedInto: '泊野公益园',
  },
  {
    short: '蔚泽联合会',
    name: '蔚泽职工服务社会组织孵化中心',
    kind: 'massOrganisation',
    at: '110112',
    fields: ['volunteering', 'health'],
    buildingMode: null,
    isSuspended: true,
  },
]

/** The street that is suspended. */
export const suspendedStreet = '110119202'

/** Districts that have not declared what they do. */
export const silentDistricts: ReadonlySet<string> = new Set(['110109', '110119'])

/** Districts that declare the same as each other, and what is the streets' to do (B-04). */
export const alikeDistricts: ReadonlySet<string> = new Set(['110116', '110117'])
