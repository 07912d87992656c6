import type { OrganisationField, OrganisationKind, OrganisationStage, ReferralMode } from '@fuqiao/domain/profile'
import type { ReferralState } from '@fuqiao/domain/referral'
import type { DemoStar } from './demo-accounts.ts'
import type { DemoPlace } from './demo-tenants.ts'

/** An organisation that somebody can sign in for, and the referral it is in. */
export type StarSketch = {
  star: DemoStar
  name: string
  kind: OrganisationKind
  field: OrganisationField
  stage: OrganisationStage
  /** Whose custody it is in. */
  at: string
  divisionCode: string
  referral: { to: DemoPlace; state: ReferralState; need: string; mode?: ReferralMode } | null
}

/** The first has a full dossier and no referral: journeys begin with it. */
export const starSketches: readonly StarSketch[] = [
  {
    star: 'chenhe',
    name: '北京市东城区晨禾社区养老互助中心',
    kind: 'serviceOrganisation',
    field: 'elderCare',
    stage: 'growing',
    at: '110101001',
    divisionCode: '110101001001',
    referral: null,
  },
  {
    star: 'lansheng',
    name: '北京市朝阳区岚笙残障融合服务中心',
    kind: 'serviceOrganisation',
    field: 'disability',
    stage: 'growing',
    at: '110105001',
    divisionCode: '110105001',
    referral: { to: { incubator: '京澜助残' }, state: 'awaitingConsent', need: 'sectorTraining' },
  },
  {
    star: 'qiyu',
    name: '北京市东城区栖屿居家养老服务中心',
    kind: 'serviceOrganisation',
    field: 'elderCare',
    stage: 'startUp',
    at: '110101002',
    divisionCode: '110101002',
    referral: { to: { incubator: '京禾养老' }, state: 'active', need: 'sectorGuidance' },
  },
  {
    star: 'suitang',
    name: '府右街南社区穗棠邻里志愿队',
    kind: 'communityFiled',
    field: 'volunteering',
    stage: 'growing',
    at: '110102001',
    divisionCode: '110102001004',
    referral: { to: { division: '110102' }, state: 'outcomeReported', need: 'capabilityBuilding' },
  },
  {
    star: 'zhiting',
    name: '北京市朝阳区芷汀青少年成长中心（筹）',
    kind: 'inPreparation',
    field: 'childrenYouth',
    stage: 'preparing',
    at: '110105002',
    divisionCode: '110105002',
    referral: null,
  },
  // Beside the main path: what nobody answered, a hand-over, an outcome, a service, each to be taken further.
  {
    star: 'yunxiu',
    name: '北京市东城区云岫邻里互助服务中心',
    kind: 'serviceOrganisation',
    field: 'communityGovernance',
    stage: 'startUp',
    at: '110101002',
    divisionCode: '110101002',
    referral: { to: { division: '110101' }, state: 'expired', need: 'capabilityBuilding' },
  },
  {
    star: 'lanxi',
    name: '北京市东城区澜汐青少年服务中心',
    kind: 'serviceOrganisation',
    field: 'childrenYouth',
    stage: 'growing',
    at: '110101002',
    divisionCode: '110101002',
    referral: { to: { division: '110101' }, state: 'active', need: 'capabilityBuilding', mode: 'handOver' },
  },
  {
    star: 'songhe',
    name: '北京市东城区松壑社区文化服务中心',
    kind: 'serviceOrganisation',
    field: 'cultureSports',
    stage: 'growing',
    at: '110101002',
    divisionCode: '110101002',
    referral: { to: { division: '110101' }, state: 'outcomeReported', need: 'capabilityBuilding' },
  },
  {
    star: 'qingmang',
    name: '北京市朝阳区青芒助残服务中心',
    kind: 'serviceOrganisation',
    field: 'disability',
    stage: 'growing',
    at: '110105001',
    divisionCode: '110105001',
    referral: { to: { division: '110105' }, state: 'active', need: 'capabilityBuilding' },
  },
]
