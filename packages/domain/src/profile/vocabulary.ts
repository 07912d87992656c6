/** The closed lists of the product. A profile chooses among them and names them; it cannot add to them. */

/** 层级. Province and county stand at the top of some networks. */
export const TIERS = ['province', 'city', 'county', 'district', 'street', 'community'] as const
export type Tier = (typeof TIERS)[number]

/** What an incubator is: an administrative centre, or one of those beside the tree (B-02); some networks have a promotion association and a foundation beside a centre (W-02). */
export const TENANT_KINDS = [
  'administrative',
  'sectorAuthority',
  'industryDepartment',
  'massOrganisation',
  'social',
  'promotionAssociation',
  'foundation',
] as const

/** What a tenant is: an incubator, or the place that stands for a partner network, which no profile has and nobody opens. */
export const NODE_KINDS = [...TENANT_KINDS, 'partnerNetwork'] as const
export type TenantKind = (typeof NODE_KINDS)[number]

/** What has become of an incubator (B-08). */
export const TENANT_STATUSES = ['active', 'suspended', 'merged', 'closed'] as const
export type TenantStatus = (typeof TENANT_STATUSES)[number]

/** How an incubator was built (B-03, J-11). */
export const BUILDING_MODES = [
  'governmentBuilt',
  'jointlyBuilt',
  'convertedPublicRooms',
  'projectSubsidy',
  'communityCentre',
  'brandOrganisation',
] as const
export type BuildingMode = (typeof BUILDING_MODES)[number]

/** What a room of an incubator is used for (W-07, Z-06); one room may serve several uses. */
export const ROOM_USES = ['office', 'meeting', 'training', 'activity', 'incubation', 'showcase', 'other'] as const
export type RoomUse = (typeof ROOM_USES)[number]

/** What an incubator has in its rooms, as far as a document asks for it (Z-06). */
export const EQUIPMENT_KINDS = [
  'desk',
  'computer',
  'projector',
  'soundSystem',
  'fireExtinguisher',
  'fireHydrant',
  'smokeAlarm',
  'emergencyLight',
  'other',
] as const
export type EquipmentKind = (typeof EQUIPMENT_KINDS)[number]

/** 社会工作者职业水平证书: none, or its level. */
export const SOCIAL_WORK_CERTIFICATES = ['none', 'assistant', 'socialWorker', 'senior'] as const
export type SocialWorkCertificate = (typeof SOCIAL_WORK_CERTIFICATES)[number]

/** 单独建立, 联合建立, 指导员, 未建立: the first two are a branch. */
export const PARTY_FORMS = ['ownBranch', 'jointBranch', 'instructor', 'none'] as const
export type PartyForm = (typeof PARTY_FORMS)[number]

/** What a social organisation is by law. */
export const ORGANISATION_KINDS = [
  'association',
  'serviceOrganisation',
  'foundation',
  'communityFiled',
  'inPreparation',
] as const
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number]

/** How far a social organisation has come. */
export const ORGANISATION_STAGES = ['preparing', 'startUp', 'growing', 'mature'] as const
export type OrganisationStage = (typeof ORGANISATION_STAGES)[number]

/** The field a social organisation works in and an incubator may specialise in (B-12). */
export const ORGANISATION_FIELDS = [
  'elderCare',
  'childrenYouth',
  'disability',
  'relief',
  'health',
  'education',
  'cultureSports',
  'environment',
  'communityGovernance',
  'volunteering',
  'legalAid',
  'industry',
  'emergency',
] as const
export type OrganisationField = (typeof ORGANISATION_FIELDS)[number]

/** The sections of a dossier, each shared by a consent of its own. Personal data of named people is one more line, beside them. */
export const DOSSIER_SECTIONS = [
  'profile',
  'staff',
  'party',
  'finance',
  'projects',
  'services',
  'assessments',
  'credit',
  'documents',
] as const
export type DossierSection = (typeof DOSSIER_SECTIONS)[number]

/** What the target may read of a referral before it accepts; no name among it. */
export const PREVIEW_FIELDS = ['organisationKind', 'field', 'stage', 'need', 'area'] as const
export type PreviewField = (typeof PREVIEW_FIELDS)[number]

/** What a person may be in a tenant, in the network, and for an organisation. */
export const ROLES = [
  'director',
  'caseWorker',
  'referralDesk',
  'finance',
  'reviewer',
  'auditor',
  'tenantAdmin',
  'supervisingUnit',
  'leadingOffice',
  'jointMeetingMember',
  'systemAdmin',
  'securityAdmin',
  'auditAdmin',
  'organisation',
] as const
export type Role = (typeof ROLES)[number]

/** 协同服务: custody stays; 移交: custody moves in the transaction that accepts. */
export const REFERRAL_MODES = ['coService', 'handOver'] as const
export type ReferralMode = (typeof REFERRAL_MODES)[number]

/** Who acts in the life cycle of an incubation case: whoever runs the incubator, and the two of a chain of approval (L-15). */
export const CASE_ACTORS = ['operator', 'supervisingUnit', 'leadingOffice'] as const
export type CaseActor = (typeof CASE_ACTORS)[number]

/** The parts of the way of an incubation case, as a rail shows them. */
export const CASE_PHASES = ['application', 'entry', 'incubation', 'assessment', 'leaving', 'followUp'] as const
export type CasePhase = (typeof CASE_PHASES)[number]

/** What a step of entry is: each kind asks for something of its own. */
export const CASE_STEP_KINDS = [
  'acceptance',
  'review',
  'interview',
  'siteVisit',
  'panel',
  'publicNotice',
  'approval',
  'agreement',
  'admission',
] as const
export type CaseStepKind = (typeof CASE_STEP_KINDS)[number]
/** Who runs an incubator: the bureau itself, or a body whose service is purchased. */
export const OPERATOR_KINDS = ['self', 'purchased'] as const
export type OperatorKind = (typeof OPERATOR_KINDS)[number]

/** What facts there are: each is written with the row that it tells of. Standing kinds add up to what there is; the others to what happened. */
export const FACT_KINDS = [
  'organisationHeld',
  'organisationFiled',
  'organisationRaised',
  'organisationRegistered',
  'caseApplied',
  'caseAdmitted',
  'caseResident',
  'caseLeft',
  'service',
  'serviceMinutes',
  'activity',
  'attendances',
  'incubator',
] as const
export type FactKind = (typeof FACT_KINDS)[number]

/** Kinds whose sum over all time is what there is now. */
export const STANDING_FACTS = ['organisationHeld', 'caseResident', 'incubator'] as const satisfies readonly FactKind[]

/** Kinds whose organisations are counted once at every place. */
export const COUNTED_ONCE_FACTS = ['caseAdmitted', 'service'] as const satisfies readonly FactKind[]

/** What an indicator is counted in. */
export const INDICATOR_UNITS = ['organisations', 'times', 'personTimes', 'incubators', 'minutes', 'percent'] as const
export type IndicatorUnit = (typeof INDICATOR_UNITS)[number]
