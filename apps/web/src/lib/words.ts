import { ownTiers } from '#lib/own-tiers.ts'
import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'

/** Names of the domain's closed lists in the language of the page; an identifier without a name is shown as it is. */
type Names = Readonly<Record<string, () => string>>

function named(names: Names): (id: string) => string {
  return id => names[id]?.() ?? id
}

const productsTiers = named({
  province: m.domain_tier_province,
  city: m.domain_tier_city,
  county: m.domain_tier_county,
  district: m.domain_tier_district,
  street: m.domain_tier_street,
  community: m.domain_tier_community,
})
/** 层级, by the name that the network's own document gives it; the product's word where no network is known, or it has no such tier. */
export const tierLabel = (id: string): string => ownTiers()[id]?.[getLocale()] ?? productsTiers(id)

/** What an incubator is (B-02). */
export const tenantKindLabel = named({
  administrative: m.domain_tenantKind_administrative,
  sectorAuthority: m.domain_tenantKind_sectorAuthority,
  industryDepartment: m.domain_tenantKind_industryDepartment,
  massOrganisation: m.domain_tenantKind_massOrganisation,
  social: m.domain_tenantKind_social,
  promotionAssociation: m.domain_tenantKind_promotionAssociation,
  foundation: m.domain_tenantKind_foundation,
  partnerNetwork: m.domain_tenantKind_partnerNetwork,
})

/** What has become of an incubator (B-08). */
export const tenantStatusLabel = named({
  active: m.domain_tenantStatus_active,
  suspended: m.domain_tenantStatus_suspended,
  merged: m.domain_tenantStatus_merged,
  closed: m.domain_tenantStatus_closed,
})

/** How an incubator was built (B-03). */
export const buildingModeLabel = named({
  governmentBuilt: m.domain_buildingMode_governmentBuilt,
  jointlyBuilt: m.domain_buildingMode_jointlyBuilt,
  convertedPublicRooms: m.domain_buildingMode_convertedPublicRooms,
  projectSubsidy: m.domain_buildingMode_projectSubsidy,
  communityCentre: m.domain_buildingMode_communityCentre,
  brandOrganisation: m.domain_buildingMode_brandOrganisation,
})

/** What a social organisation is by law. */
export const organisationKindLabel = named({
  association: m.domain_organisationKind_association,
  serviceOrganisation: m.domain_organisationKind_serviceOrganisation,
  foundation: m.domain_organisationKind_foundation,
  communityFiled: m.domain_organisationKind_communityFiled,
  inPreparation: m.domain_organisationKind_inPreparation,
})

/** How far a social organisation has come. */
export const stageLabel = named({
  preparing: m.domain_stage_preparing,
  startUp: m.domain_stage_startUp,
  growing: m.domain_stage_growing,
  mature: m.domain_stage_mature,
})

/** The field it works in. */
export const fieldLabel = named({
  elderCare: m.domain_field_elderCare,
  childrenYouth: m.domain_field_childrenYouth,
  disability: m.domain_field_disability,
  relief: m.domain_field_relief,
  health: m.domain_field_health,
  education: m.domain_field_education,
  cultureSports: m.domain_field_cultureSports,
  environment: m.domain_field_environment,
  communityGovernance: m.domain_field_communityGovernance,
  volunteering: m.domain_field_volunteering,
  legalAid: m.domain_field_legalAid,
  industry: m.domain_field_industry,
  emergency: m.domain_field_emergency,
})

/** A section of the dossier. */
export const sectionLabel = named({
  profile: m.domain_section_profile,
  staff: m.domain_section_staff,
  party: m.domain_section_party,
  finance: m.domain_section_finance,
  projects: m.domain_section_projects,
  services: m.domain_section_services,
  assessments: m.domain_section_assessments,
  credit: m.domain_section_credit,
  documents: m.domain_section_documents,
})

/** What a person may be. */
export const roleLabel = named({
  director: m.domain_role_director,
  caseWorker: m.domain_role_caseWorker,
  referralDesk: m.domain_role_referralDesk,
  finance: m.domain_role_finance,
  reviewer: m.domain_role_reviewer,
  auditor: m.domain_role_auditor,
  tenantAdmin: m.domain_role_tenantAdmin,
  supervisingUnit: m.domain_role_supervisingUnit,
  leadingOffice: m.domain_role_leadingOffice,
  jointMeetingMember: m.domain_role_jointMeetingMember,
  systemAdmin: m.domain_role_systemAdmin,
  securityAdmin: m.domain_role_securityAdmin,
  auditAdmin: m.domain_role_auditAdmin,
  organisation: m.domain_role_organisation,
})

/** Where a referral stands. */
export const referralStateLabel = named({
  draft: m.domain_referralState_draft,
  awaitingConsent: m.domain_referralState_awaitingConsent,
  awaitingApproval: m.domain_referralState_awaitingApproval,
  submitted: m.domain_referralState_submitted,
  acknowledged: m.domain_referralState_acknowledged,
  accepted: m.domain_referralState_accepted,
  declined: m.domain_referralState_declined,
  withdrawn: m.domain_referralState_withdrawn,
  active: m.domain_referralState_active,
  outcomeReported: m.domain_referralState_outcomeReported,
  closed: m.domain_referralState_closed,
  dispatched: m.domain_referralState_dispatched,
  informationRequested: m.domain_referralState_informationRequested,
  waitlisted: m.domain_referralState_waitlisted,
  onHold: m.domain_referralState_onHold,
  returnRequested: m.domain_referralState_returnRequested,
  failed: m.domain_referralState_failed,
  disputed: m.domain_referralState_disputed,
  returned: m.domain_referralState_returned,
  expired: m.domain_referralState_expired,
  consentRevoked: m.domain_referralState_consentRevoked,
  voided: m.domain_referralState_voided,
})

/** What may be done with a referral. */
export const referralActionLabel = named({
  create: m.domain_referralAction_create,
  edit: m.domain_referralAction_edit,
  requestConsent: m.domain_referralAction_requestConsent,
  sendForApproval: m.domain_referralAction_sendForApproval,
  signConsent: m.domain_referralAction_signConsent,
  refuseConsent: m.domain_referralAction_refuseConsent,
  approve: m.domain_referralAction_approve,
  sendBack: m.domain_referralAction_sendBack,
  acknowledge: m.domain_referralAction_acknowledge,
  accept: m.domain_referralAction_accept,
  decline: m.domain_referralAction_decline,
  withdraw: m.domain_referralAction_withdraw,
  begin: m.domain_referralAction_begin,
  progress: m.domain_referralAction_progress,
  reportOutcome: m.domain_referralAction_reportOutcome,
  confirmClosure: m.domain_referralAction_confirmClosure,
  discard: m.domain_referralAction_discard,
  requestInformation: m.domain_referralAction_requestInformation,
  answerInformation: m.domain_referralAction_answerInformation,
  requestFurtherConsent: m.domain_referralAction_requestFurtherConsent,
  signFurtherConsent: m.domain_referralAction_signFurtherConsent,
  refuseFurtherConsent: m.domain_referralAction_refuseFurtherConsent,
  waitlist: m.domain_referralAction_waitlist,
  keepWaiting: m.domain_referralAction_keepWaiting,
  revokeConsent: m.domain_referralAction_revokeConsent,
  hold: m.domain_referralAction_hold,
  resume: m.domain_referralAction_resume,
  requestReturn: m.domain_referralAction_requestReturn,
  acceptReturn: m.domain_referralAction_acceptReturn,
  refuseReturn: m.domain_referralAction_refuseReturn,
  reportFailure: m.domain_referralAction_reportFailure,
  dispute: m.domain_referralAction_dispute,
  rule: m.domain_referralAction_rule,
  reopen: m.domain_referralAction_reopen,
  reroute: m.domain_referralAction_reroute,
  assign: m.domain_referralAction_assign,
  dispatch: m.domain_referralAction_dispatch,
  object: m.domain_referralAction_object,
  settle: m.domain_referralAction_settle,
  proposeVoid: m.domain_referralAction_proposeVoid,
  cancelVoid: m.domain_referralAction_cancelVoid,
  confirmVoid: m.domain_referralAction_confirmVoid,
})

/** Which way a referral goes. */
export const directionLabel = named({
  up: m.domain_direction_up,
  down: m.domain_direction_down,
  lateral: m.domain_direction_lateral,
  sector: m.domain_direction_sector,
  network: m.domain_direction_network,
})

/** What kind of matter it is: a referral, one that its target asked for, one that a superior assigned, a question for advice. */
export const kindLabel = named({
  refer: m.domain_referralKind_refer,
  pull: m.domain_referralKind_pull,
  dispatch: m.domain_referralKind_dispatch,
  consult: m.domain_referralKind_consult,
})

/** Whether custody stays or moves. */
export const modeLabel = named({
  coService: m.domain_mode_coService,
  handOver: m.domain_mode_handOver,
})

/** Why a referral was declined. */
export const declineReasonLabel = named({
  capacity: m.domain_declineReason_capacity,
  notEligible: m.domain_declineReason_notEligible,
  outOfArea: m.domain_declineReason_outOfArea,
  papersMissing: m.domain_declineReason_papersMissing,
  wrongNeed: m.domain_declineReason_wrongNeed,
  duplicate: m.domain_declineReason_duplicate,
  unreachable: m.domain_declineReason_unreachable,
  other: m.domain_declineReason_other,
})

/** How far a late referral has been escalated. */
export const escalationLabel = named({
  none: m.domain_escalation_none,
  reminded: m.domain_escalation_reminded,
  escalated: m.domain_escalation_escalated,
})

/** What an incubator is to an organisation. */
export const linkLabel = named({
  firstContact: m.domain_link_firstContact,
  custodian: m.domain_link_custodian,
  serving: m.domain_link_serving,
  reporting: m.domain_link_reporting,
})

/** What a term is counted in. */
export const unitLabel = named({
  workingDay: m.cases_unit_workingDay,
  calendarDay: m.cases_unit_calendarDay,
})
