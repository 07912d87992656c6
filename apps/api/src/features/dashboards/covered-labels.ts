import { DIVISION_COLUMNS, type DivisionColumn, INCUBATOR_COLUMNS, type IncubatorColumn } from '@fuqiao/contract'
import type { BuildingMode, TenantKind, TenantStatus, Tier } from '@fuqiao/domain/profile'
import type { ListColumn } from '../../sheets/list-workbook.ts'
import type { Language, Words } from '../../sheets/row-words.ts'
import type { DivisionRow } from './list-divisions.ts'
import type { IncubatorRow } from './list-incubators.ts'

/** Names of the files. */
export const coveredTitles = {
  incubators: { zh: '孵化机构明细', en: 'Incubators' },
  divisions: { zh: '区划清单', en: 'Divisions counted' },
} satisfies Record<string, Words>

const tiers: Readonly<Record<Tier, Words>> = {
  province: { zh: '省级', en: 'Province' },
  city: { zh: '市级', en: 'City' },
  county: { zh: '县级', en: 'County' },
  district: { zh: '区级', en: 'District' },
  street: { zh: '街道（乡镇）', en: 'Street' },
  community: { zh: '社区', en: 'Community' },
}
const kinds: Readonly<Record<TenantKind, Words>> = {
  administrative: { zh: '行政层级中心', en: 'Administrative centre' },
  sectorAuthority: { zh: '业务主管单位', en: 'Sector authority' },
  industryDepartment: { zh: '行业管理部门', en: 'Industry department' },
  massOrganisation: { zh: '群团组织', en: 'Mass organisation' },
  social: { zh: '企事业单位和社会力量', en: 'Social' },
  promotionAssociation: { zh: '社会组织促进会', en: 'Promotion association' },
  foundation: { zh: '社会组织发展基金会', en: 'Development foundation' },
  partnerNetwork: { zh: '伙伴网络', en: 'Partner network' },
}
const statuses: Readonly<Record<TenantStatus, Words>> = {
  active: { zh: '运行中', en: 'Active' },
  suspended: { zh: '已暂停', en: 'Suspended' },
  merged: { zh: '已并入', en: 'Merged' },
  closed: { zh: '已关闭', en: 'Closed' },
}
const modes: Readonly<Record<BuildingMode, Words>> = {
  governmentBuilt: { zh: '政府出资新建', en: 'Government-built' },
  jointlyBuilt: { zh: '社会资本共建', en: 'Jointly built' },
  convertedPublicRooms: { zh: '公共用房改建', en: 'Converted public rooms' },
  projectSubsidy: { zh: '项目补贴助建', en: 'Project subsidy' },
  communityCentre: { zh: '依托社区服务中心', en: 'In a community service centre' },
  brandOrganisation: { zh: '依托品牌社会组织', en: 'By a brand organisation' },
}
const served: Readonly<Record<'yes' | 'no', Words>> = {
  yes: { zh: '有机构', en: 'Has an incubator' },
  no: { zh: '没有机构', en: 'No incubator' },
}

const headers = {
  incubator: { zh: '孵化机构', en: 'Incubator' },
  tier: { zh: '层级', en: 'Tier' },
  kind: { zh: '类型', en: 'Kind' },
  status: { zh: '状态', en: 'State' },
  buildingMode: { zh: '建设方式', en: 'How it was built' },
  openedOn: { zh: '设立日期', en: 'Opened' },
  organisations: { zh: '社会组织', en: 'Organisations' },
  functions: { zh: '申报功能', en: 'Functions' },
  lastDay: { zh: '最近动态', en: 'Last activity' },
  division: { zh: '区划', en: 'Division' },
  parent: { zh: '上级区划', en: 'Part of' },
  code: { zh: '区划代码', en: 'Division code' },
} satisfies Record<string, Words>

const nameIn = (names: Readonly<Record<string, Words>>, id: string | null, language: Language): string =>
  id === null ? '' : (names[id]?.[language] ?? id)

/** A column in the page's words. */
const columnIn =
  (language: Language) =>
  <Row>(key: keyof typeof headers, width: number, value: ListColumn<Row>['value']): ListColumn<Row> => ({
    header: headers[key][language],
    width,
    value,
  })

/** The columns of the file of incubators, in the table's order. */
export function incubatorColumns(wanted: readonly IncubatorColumn[], language: Language): ListColumn<IncubatorRow>[] {
  const column = columnIn(language)
  const all: Readonly<Record<IncubatorColumn, ListColumn<IncubatorRow>>> = {
    name: column('incubator', 40, row => row.name),
    tier: column('tier', 14, row => nameIn(tiers, row.tier, language)),
    kind: column('kind', 22, row => nameIn(kinds, row.kind, language)),
    status: column('status', 10, row => nameIn(statuses, row.status, language)),
    buildingMode: column('buildingMode', 22, row => nameIn(modes, row.buildingMode, language)),
    openedOn: column('openedOn', 12, row => row.openedOn),
    organisations: column('organisations', 12, row => row.organisations),
    functions: column('functions', 12, row => row.functions),
    lastDay: column('lastDay', 12, row => row.lastDay ?? ''),
  }
  return INCUBATOR_COLUMNS.filter(key => wanted.includes(key)).map(key => all[key])
}

/** The columns of the file of divisions, in the table's order. */
export function divisionColumns(wanted: readonly DivisionColumn[], language: Language): ListColumn<DivisionRow>[] {
  const column = columnIn(language)
  const all: Readonly<Record<DivisionColumn, ListColumn<DivisionRow>>> = {
    name: column('division', 24, row => row.name),
    parent: column('parent', 24, row => row.parentName),
    code: column('code', 16, row => row.code),
    served: column('incubator', 18, row => served[row.isServed ? 'yes' : 'no'][language]),
  }
  return DIVISION_COLUMNS.filter(key => wanted.includes(key)).map(key => all[key])
}
