/**
 * The closed list of what permissions speak of: for each subject the facts of a row that a decision needs, and the actions there are.
 * Whoever adds a subject decides here what may be done with it, in `relation.ts` how an actor may stand to it, and in `matrix.ts` who may do it;
 * the build fails until all three are there.
 */
import type { GrantFacts, SectionGrantFacts } from './grant-facts.ts'
import { SUPERVISION_ACTIONS, type SupervisionFacts } from './supervision-subjects.ts'
import { GUIDANCE_ACTIONS, type GuidanceFacts } from './guidance-subjects.ts'
import { HOUSE_ACTIONS, type HouseFacts } from './house-subjects.ts'

export type { GrantFacts, SectionGrantFacts }
type InNetwork = { readonly networkId: number }
type OfTenant = InNetwork & { readonly tenantId: string }
/** `scopeKey` is the packed place of the owning tenant. */
type Placed = OfTenant & { readonly scopeKey: bigint }
type OfOrganisation = { readonly organisationId: string }

/** The parties of a referral. `submittedAt` is null before the target may know of it. */
export type ReferralFacts = InNetwork & {
  /** Null where none is named: no organisation is a party then. */
  readonly organisationId: string | null
  readonly state: string
  readonly fromTenantId: string
  readonly toTenantId: string | null
  readonly deskTenantId: string | null
  /** The instant, or its text; null before it is submitted. */
  readonly submittedAt: Date | string | null
}

/** The parties of an agreement with their places in the tree. `proposedAt` is null before the second may know of it. */
export type AgreementFacts = InNetwork & {
  readonly firstTenantId: string
  readonly firstScopeKey: bigint
  readonly secondTenantId: string
  readonly secondScopeKey: bigint
  readonly proposedAt: Date | null
}

/** The two ends of an enquiry's sheet; `tenantId` null: what concerns the enquiry as a whole, its sender's alone. */
export type EnquiryTargetFacts = InNetwork & { readonly fromTenantId: string; readonly tenantId: string | null }

/** An organisation and its custodian; `grants` are those of this organisation that the actor may see (an empty list where there is none). */
export type OrganisationFacts = Placed & { readonly id: string; readonly grants: readonly GrantFacts[] }

/** The facts of a row, by subject. */
export type FactsOf = SupervisionFacts &
  GuidanceFacts &
  HouseFacts & {
    Network: { readonly id: number }
    Tenant: InNetwork & { readonly id: string; readonly scopeKey: bigint }
    TenantHistory: Placed
    /** Who runs an incubator, now and before. */
    Operator: Placed
    Capability: Placed
    ResponseRecord: OfTenant
    Organisation: OrganisationFacts
    OrganisationServing: Placed & { readonly organisation: OrganisationFacts }
    DossierSection: Placed &
      OfOrganisation & { readonly section: string; readonly grants: readonly SectionGrantFacts[] }
    OrganisationPerson: Placed & OfOrganisation & { readonly grants: readonly SectionGrantFacts[] }
    OrganisationNote: OfTenant
    Attachment: Placed &
      OfOrganisation & {
        readonly purpose: 'consentPaper' | 'document' | 'outcomePaper'
        readonly grants: readonly SectionGrantFacts[]
        /** The referral whose outcome it shows. */
        readonly referral?: ReferralFacts | null
      }
    /** Facts of the document that was looked at. */
    DocumentCheck: Placed & OfOrganisation & { readonly grants: readonly SectionGrantFacts[] }
    /** A line of the filing register, and its history. */
    Filing: Placed & OfOrganisation
    ImportJob: OfTenant
    Referral: ReferralFacts
    /** `grants` are those of its referral. */
    ReferralSnapshot: InNetwork &
      OfOrganisation & { readonly fromTenantId: string; readonly grants: readonly GrantFacts[] }
    /** How an organisation found the service of its referral. */
    ReferralRating: { readonly referral: ReferralFacts }
    ReferralEvent: { readonly audience: readonly string[]; readonly referral: ReferralFacts }
    /** `grants` are those of its referral. */
    Consent: InNetwork & OfOrganisation & { readonly fromTenantId: string; readonly grants: readonly GrantFacts[] }
    /** Facts of the agreement, for its history too. */
    Agreement: AgreementFacts
    /** A blind enquiry as its sender has it. */
    Enquiry: InNetwork & { readonly fromTenantId: string }
    /** The sheet of one of those asked; its lines of the history too. */
    EnquiryTarget: EnquiryTargetFacts
    /** Several organisations referred at once, and each of them in it. */
    ReferralBatch: InNetwork & { readonly fromTenantId: string }
    /** Asking for an organisation that another has (调入申请): the asker's row. */
    ReferralRequest: OfTenant
    IncubationCall: Placed
    /** `isByOrganisation`: whose it is until it is submitted. `holderTenantIds`: tenants above that have something to do to it now. */
    IncubationCase: Placed &
      OfOrganisation & {
        readonly submittedAt: Date | string | null
        readonly isByOrganisation: boolean
        readonly holderTenantIds: readonly string[]
      }
    /** The network's pool, each expert kept by an incubator. */
    Expert: OfTenant
    /** `seatedPersonIds`: whoever sits there or sat, as far as the actor sees. */
    Panel: Placed & { readonly seatedPersonIds: readonly string[] }
    PanelSeat: Placed & { readonly personId: string }
    /** `isOpen`: all marks of the panel are given. */
    PanelMark: OfTenant & { readonly personId: string; readonly isOpen: boolean }
    DossierGrant: OfTenant & OfOrganisation & { readonly grantedByTenantId: string }
    DossierAccess: OfTenant & OfOrganisation
    Notice: InNetwork & { readonly tenantId: string | null; readonly organisationId: string | null }
    AuditEntry: InNetwork & { readonly tenantId: string | null }
    Membership: InNetwork & { readonly personId: string; readonly tenantId: string | null }
    Person: { readonly id: string }
    Session: { readonly personId: string }
    SavedView: InNetwork & { readonly personId: string }
    /** How a person is told by e-mail. */
    MailSetting: InNetwork & { readonly personId: string }
    /** Another system of the tenant, and what was sent there. */
    WebhookEndpoint: OfTenant
    /** Figures of a tenant and all below it. */
    Dashboard: InNetwork & { readonly scopeKey: bigint }
    /** Figures across the tiers of a network, small cells hidden. */
    JointDashboard: InNetwork
    /** The partner networks of a network, and what it offers them. */
    Partner: InNetwork
    /** A version of a network's rules, and what is tried of it. */
    ProfileVersion: InNetwork & { readonly state: string }
    /** A year's list proposed in a network, and what it moves there. */
    CalendarLoad: InNetwork
  }

/** A name of the closed list. */
export type SubjectName = keyof FactsOf

/** What may be done, by subject. */
export const ACTIONS = {
  ...GUIDANCE_ACTIONS,
  ...HOUSE_ACTIONS,
  Network: ['read'],
  Tenant: ['read', 'list', 'open', 'suspend', 'resume', 'merge', 'reparent'],
  TenantHistory: ['read', 'list'],
  /** `appoint` also hands over to another. */
  Operator: ['read', 'list', 'appoint'],
  Capability: ['read', 'list', 'declareCapability'],
  ResponseRecord: ['read', 'list'],
  /** `refer` is to make the organisation the object of a referral. */
  /** `grow` makes a group below the bar a registered organisation. `manageAccounts` names who speaks for it, ends that, and helps who forgot the password. */
  Organisation: ['read', 'list', 'register', 'update', 'refer', 'export', 'merge', 'manageAccounts', 'grow'],
  OrganisationServing: ['read', 'list'],
  DossierSection: ['read', 'update'],
  /** `read` answers masked; `readUnmasked` in full; `unmask` in full, once, with a reason that the organisation reads. */
  OrganisationPerson: ['read', 'readUnmasked', 'unmask', 'create', 'update', 'delete'],
  OrganisationNote: ['read', 'list', 'writeNote'],
  Attachment: ['read', 'list', 'create'],
  /** `create` says that a document was looked at; `revoke` sets a check aside: the keeper any, who holds a grant its own. */
  DocumentCheck: ['read', 'list', 'create', 'revoke'],
  /** `decide` files or refuses what was applied for. */
  Filing: ['read', 'list', 'export', 'apply', 'decide', 'renew', 'end'],
  /** `read` and `list` answer without pay and certificate numbers, to superiors without names; `end` writes the last day. */
  /** `keepParty` says what there is of the Party. */
  ImportJob: ['read', 'list', 'importRows'],
  Referral: [
    'read',
    'list',
    'export',
    'create',
    'edit',
    'discard',
    'requestConsent',
    'sendForApproval',
    'uploadPaperConsent',
    'signConsent',
    'refuseConsent',
    'approve',
    'sendBack',
    'withdraw',
    'acknowledge',
    'accept',
    'decline',
    'begin',
    'progress',
    'reportOutcome',
    'confirmClosure',
    'requestInformation',
    'answerInformation',
    'waitlist',
    'keepWaiting',
    'revokeConsent',
    'hold',
    'resume',
    'requestReturn',
    'acceptReturn',
    'refuseReturn',
    'reportFailure',
    'dispute',
    'rule',
    'reopen',
    'reroute',
    'assign',
    'dispatch',
    'object',
    'settle',
    'proposeVoid',
    'cancelVoid',
    'confirmVoid',
  ],
  ReferralSnapshot: ['read'],
  ReferralRating: ['read', 'create'],
  ReferralEvent: ['read'],
  Consent: ['read', 'list'],
  /** `end` also what both have signed and what has not begun; `pause` and `resume` are the accepting side's, as the rules know. */
  Agreement: [
    'read',
    'list',
    'export',
    'create',
    'edit',
    'propose',
    'sign',
    'decline',
    'withdraw',
    'end',
    'pause',
    'resume',
  ],
  Enquiry: ['read', 'list', 'export', 'create', 'choose', 'giveUp', 'withdraw'],
  EnquiryTarget: ['read', 'list', 'export', 'answer'],
  /** `create` says once what all are referred for; `begin` makes the draft of one. */
  ReferralBatch: ['read', 'list', 'create', 'begin'],
  ReferralRequest: ['read', 'list', 'export', 'create'],
  IncubationCall: ['read', 'list', 'publish', 'change'],
  /** `operate`, `supervise`, `lead`: what is due of the operator, the supervising unit, the leading office. `sign` is the agreement; `answer` an objection. */
  IncubationCase: [
    'read',
    'list',
    'export',
    'create',
    'edit',
    'submit',
    'withdraw',
    'operate',
    'supervise',
    'lead',
    'sign',
    'answer',
    'warn',
    'terminate',
    'extend',
    'openExit',
    'recordService',
    'archive',
  ],
  Expert: ['read', 'list', 'add', 'change', 'retire'],
  /** `call` publishes the list and the seed's digest; `draw` the lot. */
  Panel: ['read', 'call', 'draw', 'callOff'],
  /** `accept`, `recuse` and `score` are whoever's sits there; `dismiss` frees the seat of somebody who does not answer. */
  PanelSeat: ['read', 'list', 'accept', 'recuse', 'score', 'dismiss'],
  PanelMark: ['read'],
  DossierGrant: ['read', 'list'],
  DossierAccess: ['read', 'list'],
  Notice: ['read', 'list', 'markRead'],
  AuditEntry: ['read', 'list', 'export'],
  /** `endOthers` ends the sessions of a member; `add` takes a person in; `change` gives and takes roles; `renewPassword` helps who forgot it. */
  Membership: ['read', 'list', 'endOthers', 'add', 'change', 'end', 'renewPassword'],
  Person: ['read'],
  Session: ['read', 'list', 'end'],
  SavedView: ['read', 'list', 'create', 'delete'],
  MailSetting: ['read', 'change'],
  WebhookEndpoint: ['read', 'list', 'create', 'change', 'delete'],
  Dashboard: ['read', 'export'],
  JointDashboard: ['read', 'export'],
  ...SUPERVISION_ACTIONS,
  /** `answer` a proposal; `offer` incubators to other networks. */
  Partner: ['read', 'list', 'propose', 'answer', 'end', 'offer'],
  /** `edit` writes and discards a draft and tries it out; `schedule` sets its date; `rollBack` has the version before come into force again; `move` puts running cases on the version in force. */
  ProfileVersion: ['read', 'list', 'edit', 'schedule', 'rollBack', 'move'],
  /** `confirm` brings a list into force for the whole installation. */
  CalendarLoad: ['read', 'list', 'propose', 'confirm', 'discard'],
} as const satisfies Partial<Record<SubjectName, readonly string[]>>

type Undecided = Exclude<SubjectName, keyof typeof ACTIONS>
/** Fails the build, with the reason in the error, while a subject has no actions. */
export const everySubjectIsDecided: [Undecided] extends [never]
  ? true
  : `Decide who may do what with ${Undecided}: its actions in ACTIONS, its relation in relation.ts, its roles in matrix.ts, its line in the matrix test` =
  true

/** The actions of one subject. */
export type ActionOf<S extends SubjectName> = (typeof ACTIONS)[S][number]

/** Any action of the closed list. */
export type Action = ActionOf<SubjectName>

/** Every subject's name, in the order of the list. */
export const SUBJECTS = Object.keys(ACTIONS) as SubjectName[]
