import { DOSSIER_SECTIONS, NODE_KINDS, REFERRAL_MODES, TIERS } from '@fuqiao/domain/profile'
import {
  CLOCK_ACTIONS,
  REFERRAL_ACTIONS,
  REFERRAL_KINDS,
  REFERRAL_REFUSALS,
  REFERRAL_STATES,
  SCORE_PARTS,
} from '@fuqiao/domain/referral'
import { STANDING_REFUSALS } from '@fuqiao/domain/agreement'
import { DIRECTIONS } from '@fuqiao/domain/tree'
import { z } from 'zod'
import { askedForSchema } from './asked-for.ts'
import { furtherConsentSchema, givenConsentSchema } from './consent.ts'
import { civilDateSchema, idSchema, rowIdSchema, rowInstantSchema } from './ids.ts'
import { outcomeSchema } from './outcome.ts'
import { ratingSchema } from './rating.ts'

/** The version of the words under which an organisation consents; kept with each consent. */
export const consentTextVersion = '2026-1'

export const referralStateSchema = z.enum(REFERRAL_STATES)
export const referralModeSchema = z.enum(REFERRAL_MODES)
/** `pull`: its target asked for it (调入); `dispatch`: a superior assigned it (派单); `consult`: advice, which names no organisation. */
export const referralKindSchema = z.enum(REFERRAL_KINDS)
export const directionSchema = z.enum(DIRECTIONS)
export const sectionSchema = z.enum(DOSSIER_SECTIONS)
/** Which party of the referral the viewer is. */
export const partySchema = z.enum(['sender', 'target', 'organisation', 'desk'])
/** What a line of the timeline tells: an action of a person or the clock, a party stood in for, another calendar, or that its target asked again. */
export const timelineActionSchema = z.enum([...REFERRAL_ACTIONS, ...CLOCK_ACTIONS, 'standIn', 'calendar', 'askAgain'])

/** An instant on the wire. */
export const instantSchema = z.iso.datetime({ offset: true })

/** An incubator as it is named on a page. */
export const tenantRefSchema = z.strictObject({
  id: rowIdSchema,
  name: z.string(),
  shortName: z.string(),
  tier: z.enum(TIERS),
  kind: z.enum(NODE_KINDS),
})

/** A deadline as a page shows it. */
export const clockSchema = z.strictObject({
  rule: z.string(),
  /** Whose turn it is; null where nobody owes anything. */
  holder: z.enum(['sender', 'target', 'organisation', 'desk']).nullable(),
  startedAt: rowInstantSchema,
  dueAt: rowInstantSchema,
  colour: z.enum(['green', 'yellow', 'red']),
  /** Working days until it is due; null where a year between is not loaded. */
  workingDaysLeft: z.int().nullable(),
  /** Working days since it was due; 0 while it is not. */
  overdueWorkingDays: z.int().nullable(),
  /** 0 none, 1 reminded, 2 with the lowest common superior. */
  level: z.literal([0, 1, 2]),
})

/** What the target may know of the organisation before it accepts: no name among it. */
export const previewSchema = z.strictObject({
  organisationKind: z.string().nullable(),
  field: z.string().nullable(),
  stage: z.string().nullable(),
  need: z.string().nullable(),
  needText: z.string(),
  divisionCode: z.string().nullable(),
  areaName: z.string().nullable(),
})

/** A row of a list, cut to what the viewer may see. */
export const referralRowSchema = z.strictObject({
  id: rowIdSchema,
  number: z.string(),
  as: partySchema,
  kind: referralKindSchema,
  state: referralStateSchema,
  mode: referralModeSchema,
  direction: directionSchema.nullable(),
  hop: z.int(),
  version: z.int(),
  from: tenantRefSchema,
  to: tenantRefSchema.nullable(),
  need: z.string().nullable(),
  /** Null where the viewer may not know whom it concerns. */
  organisation: z.strictObject({ id: rowIdSchema, name: z.string() }).nullable(),
  preview: previewSchema.nullable(),
  /** It waits for the viewer. */
  isMine: z.boolean(),
  clock: clockSchema.nullable(),
  declineCode: z.string().nullable(),
  outcomeCode: z.string().nullable(),
  /** It was closed without both sides' word. */
  isUnconfirmed: z.boolean(),
  updatedAt: rowInstantSchema,
  submittedAt: rowInstantSchema.nullable(),
  decidedAt: rowInstantSchema.nullable(),
})
export type ReferralRowView = z.infer<typeof referralRowSchema>

/** What a list is narrowed to. */
export const referralFilterSchema = z.strictObject({
  states: z.array(referralStateSchema).max(REFERRAL_STATES.length).optional(),
  kind: referralKindSchema.optional(),
  direction: directionSchema.optional(),
  mode: referralModeSchema.optional(),
  /** Past its deadline; closed without the word of everybody who was asked for it. */
  overdue: z.boolean().optional(),
  unconfirmed: z.boolean().optional(),
  /** The batch that it was begun in; its sender's alone. */
  batchId: idSchema.optional(),
  /** Part of a referral's number. */
  number: z.string().trim().max(40).optional(),
})
export type ReferralFilter = z.infer<typeof referralFilterSchema>

/** One part of a suggestion's points with its reason; `params` are what the reason's words name. */
export const scoreLineSchema = z.strictObject({
  part: z.enum(SCORE_PARTS),
  points: z.number(),
  max: z.number(),
  reason: z.strictObject({
    code: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  }),
})
export const suggestionSchema = z.strictObject({
  tenant: tenantRefSchema,
  divisionName: z.string(),
  services: z.string(),
  score: z.number(),
  lines: z.array(scoreLineSchema),
})
/** An action with whether it may be done now, and if not, why. */
export const offeredActionSchema = z.strictObject({
  action: z.enum(REFERRAL_ACTIONS),
  allowed: z.boolean(),
  refusal: z
    .strictObject({ code: z.enum(REFERRAL_REFUSALS), params: z.record(z.string(), z.union([z.string(), z.number()])) })
    .nullable(),
})

/** One line of the timeline, with what of it the viewer may read. */
export const timelineLineSchema = z.strictObject({
  seq: z.int(),
  at: instantSchema,
  action: timelineActionSchema,
  fromState: referralStateSchema.nullable(),
  toState: referralStateSchema.nullable(),
  by: z.enum(['sender', 'target', 'organisation', 'desk', 'clock', 'network']),
  byName: z.string(),
  note: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})

/** One referral of a chain, in its place. */
export const chainLinkSchema = z.strictObject({
  id: idSchema,
  number: z.string(),
  hop: z.int(),
  fromName: z.string(),
  toName: z.string().nullable(),
  state: referralStateSchema,
  isThis: z.boolean(),
})

export const accessLineSchema = z.strictObject({
  at: instantSchema,
  tenantName: z.string(),
  personName: z.string(),
  sections: z.array(z.string()),
  basis: z.enum(['grant', 'supervision', 'unmask']),
  reason: z.string(),
})

/** A referral as its viewer may see it; a part that the viewer may not see is null. */
export const referralViewSchema = z.strictObject({
  ...referralRowSchema.shape,
  letterCode: z.string().nullable(),
  chainId: idSchema,
  createdByName: z.string().nullable(),
  createdAt: instantSchema,
  desk: tenantRefSchema.nullable(),
  request: z
    .strictObject({
      purpose: z.string(),
      sections: z.array(sectionSchema),
      personal: z.boolean(),
      grantUntil: civilDateSchema.nullable(),
      consent: givenConsentSchema.nullable(),
      /** What the organisation was asked for beside that, the first first; of these the target reads what it was sent. */
      further: z.array(furtherConsentSchema),
    })
    .nullable(),
  workings: z
    .strictObject({
      /** The suggestion as it was shown when the target was chosen. */
      suggestion: z.strictObject({ need: z.string(), taken: z.boolean(), tenantIds: z.array(idSchema) }).nullable(),
      otherReason: z.string(),
    })
    .nullable(),
  /** The sealed dossier stands behind `referrals.openSnapshot`; null for whoever may not open it. */
  snapshot: z.strictObject({ digest: z.string(), sealedAt: instantSchema }).nullable(),
  grant: z
    .strictObject({
      sections: z.array(z.string()),
      personal: z.boolean(),
      from: instantSchema,
      until: instantSchema,
      endedAt: instantSchema.nullable(),
      isLive: z.boolean(),
    })
    .nullable(),
  milestones: z
    .strictObject({
      acknowledgedAt: instantSchema.nullable(),
      acknowledgedByName: z.string().nullable(),
      leadName: z.string().nullable(),
      firstContactOn: civilDateSchema.nullable(),
      plannedEndOn: civilDateSchema.nullable(),
      closedAt: instantSchema.nullable(),
    })
    .nullable(),
  /** What lies beside the main path, as far as it has come to it. */
  course: z.strictObject({
    /** When the clock ends what nobody decides. */
    expiresAt: instantSchema.nullable(),
    /** The target's clocks stand while its question is open: working days left of its deadline. */
    stoodDueDays: z.int().nullable(),
    informationRounds: z.int(),
    /** For the question that is open, the organisation was asked for its further consent. */
    isFurtherAsked: z.boolean(),
    /** What the open question names and the consent does not: for the sender, who may ask for it. */
    further: z.strictObject({ sections: z.array(sectionSchema), personal: z.boolean() }).nullable(),
    /** The sections that were consented to, by name: what the target may ask about before it sees them. */
    sections: z.array(sectionSchema),
    /** When a place is expected, on the waiting list. */
    expectedOn: civilDateSchema.nullable(),
    /** The last day that a place may be expected on; counted from when the waiting began, or from today. */
    waitsUntil: civilDateSchema.nullable(),
    dispatchedAt: instantSchema.nullable(),
    objectedAt: instantSchema.nullable(),
    /** When a paused service goes on. */
    resumeOn: civilDateSchema.nullable(),
    disputedBy: z.enum(['sender', 'organisation']).nullable(),
    ruling: z.enum(['stands', 'redo']).nullable(),
    /** Sent on, or let rest. */
    settledAt: instantSchema.nullable(),
    /** The name of the first of the two who void it; the sender's own. */
    voidProposedByName: z.string().nullable(),
  }),
  /** The target's answer to possible duplicates; the target's own. */
  duplicateAnswer: z.string().nullable(),
  decline: z
    .strictObject({ code: z.string(), text: z.string().nullable(), betterTenant: tenantRefSchema.nullable() })
    .nullable(),
  outcome: outcomeSchema.nullable(),
  /** How the organisation found it, and whether the viewer may say so now. */
  rating: ratingSchema.nullable(),
  mayRate: z.boolean(),
  confirmations: z.strictObject({ senderAt: instantSchema.nullable(), organisationAt: instantSchema.nullable() }),
  askedFor: askedForSchema.nullable(),
  /** The blind enquiry that it came from; its sender's alone. */
  enquiry: z.strictObject({ id: idSchema, number: z.string() }).nullable(),
  /** The batch that it was begun in; its sender's alone. */
  batch: z.strictObject({ id: idSchema, number: z.string(), name: z.string() }).nullable(),
  /** The cooperation agreement that it cites, for those who read both. */
  agreement: z
    .strictObject({
      id: idSchema,
      number: z.string(),
      title: z.string(),
      /** What a standing one answered: accepted, or why it is left to people; null while nothing was asked. */
      answer: z.enum(['accepted', ...STANDING_REFUSALS]).nullable(),
    })
    .nullable(),
  /** The other end of a referral between networks: the network, and the incubator there. */
  farEnd: z
    .strictObject({
      side: z.enum(['sending', 'receiving']),
      networkName: z.string(),
      incubatorId: idSchema.nullable(),
      name: z.string(),
      divisionName: z.string(),
    })
    .nullable(),
  timeline: z.array(timelineLineSchema),
  chain: z.array(chainLinkSchema),
  accessLog: z.array(accessLineSchema).nullable(),
  actions: z.array(offeredActionSchema),
})
export type ReferralView = z.infer<typeof referralViewSchema>
