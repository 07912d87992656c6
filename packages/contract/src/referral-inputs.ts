import { DOSSIER_SECTIONS, ORGANISATION_FIELDS, ORGANISATION_KINDS, ORGANISATION_STAGES } from '@fuqiao/domain/profile'
import { z } from 'zod'
import { civilDateSchema, idSchema, requestKeySchema, versionSchema } from './ids.ts'
import { OUTCOME_PAPERS_MAX } from './organisation.ts'
import { cursorSchema } from './paging.ts'
import { referralFilterSchema, referralModeSchema, referralStateSchema, sectionSchema } from './referral.ts'

/** The largest scan of a signed consent, in bytes. */
export const consentPaperMaxBytes = 5 * 1024 * 1024

/** Trimmed words of a length. */
const words = (max: number) => z.string().trim().max(max)
const someWords = (max: number) => words(max).min(1)

/** What every change of a referral names: the request's key, the referral, and the version that the person saw. */
const changeOf = { key: requestKeySchema, id: idSchema, version: versionSchema }

/** The answer to every change of a referral; state null when the draft was removed. */
export const referralChanged = z.strictObject({
  id: idSchema,
  number: z.string(),
  version: z.int(),
  state: referralStateSchema.nullable(),
})

export const createReferralInput = z.strictObject({
  key: requestKeySchema,
  organisationId: idSchema,
  mode: referralModeSchema,
  /** A closed consultation of the sender's own, whose adviser and need it takes over. */
  consultId: idSchema.optional(),
})

/** Begins a draft that asks for advice; the case is described after an organisation of the sender's own, or left open. */
export const createConsultInput = z.strictObject({ key: requestKeySchema, organisationId: idSchema.nullable() })

/** The whole form of a draft that asks for advice: the question, and of the case what a preview tells. */
export const editConsultInput = z.strictObject({
  ...changeOf,
  need: words(60).nullable(),
  needText: words(500),
  targetTenantId: idSchema.nullable(),
  /** Why another target than a suggested one. */
  otherReason: words(500),
  organisationKind: z.enum(ORGANISATION_KINDS).nullable(),
  field: z.enum(ORGANISATION_FIELDS).nullable(),
  stage: z.enum(ORGANISATION_STAGES).nullable(),
  divisionCode: z
    .string()
    .regex(/^\d{2,12}$/)
    .nullable(),
})

/** The whole form of a draft; what is missing yet is null or empty. */
export const editReferralInput = z.strictObject({
  ...changeOf,
  mode: referralModeSchema,
  need: words(60).nullable(),
  needText: words(500),
  targetTenantId: idSchema.nullable(),
  /** Why another target than a suggested one. */
  otherReason: words(500),
  purpose: words(500),
  sections: z.array(sectionSchema).max(DOSSIER_SECTIONS.length),
  /** Personal data of named people: a line of its own. */
  personal: z.boolean(),
  grantUntil: civilDateSchema.nullable(),
  /** The agreement that it cites, or none; left out, one in force between sender and target. */
  agreementId: idSchema.nullable().optional(),
  /** The incubator of the partner network that the target stands for. */
  partnerIncubatorId: idSchema.nullable().optional(),
})

export const changeReferralInput = z.strictObject(changeOf)
/** A reason is asked for where the target had asked for the organisation. */
export const discardInput = z.strictObject({ ...changeOf, reason: words(500).default('') })
export const sendBackInput = z.strictObject({ ...changeOf, reason: someWords(500) })
export const withdrawInput = z.strictObject({ ...changeOf, reason: words(500) })
export const acceptInput = z.strictObject({
  ...changeOf,
  leadName: someWords(60),
  /** Null for advice: there is nobody to be contacted. */
  firstContactOn: civilDateSchema.nullable(),
  duplicateAnswer: words(500),
  /** When the service is planned to be done; left out, the end of sight. */
  plannedEndOn: civilDateSchema.optional(),
})
export const declineInput = z.strictObject({
  ...changeOf,
  reasonCode: words(60),
  text: words(500),
  betterTenantId: idSchema.nullable(),
})
export const reasonInput = z.strictObject({ ...changeOf, reason: someWords(500) })
/** The organisation owes no reason. */
export const revokeConsentInput = z.strictObject({ ...changeOf, reason: words(500) })
export const requestInformationInput = z.strictObject({
  ...changeOf,
  /** Null for advice, which shares none. */
  section: sectionSchema.nullable(),
  question: someWords(1000),
})
/** Asks the organisation for what the open question names and its consent does not; named people go with questions about staff alone. */
export const requestFurtherConsentInput = z.strictObject({ ...changeOf, personal: z.boolean() })
export const answerInformationInput = z.strictObject({ ...changeOf, answer: someWords(2000) })
export const waitlistInput = z.strictObject({ ...changeOf, reason: someWords(500), expectedOn: civilDateSchema })
export const holdInput = z.strictObject({ ...changeOf, reason: someWords(500), resumeOn: civilDateSchema })
export const requestReturnInput = z.strictObject({
  ...changeOf,
  reason: someWords(500),
  /** What was done, what is open, what to mind. */
  handOverSheet: someWords(2000),
})
/** What shows an outcome or a failure, each a file as a dossier takes it. Bytes come from the page's own process, never as JSON. */
const papers = z
  .array(
    z.strictObject({
      fileName: z.string().min(1).max(500),
      content: z.custom<Uint8Array>(given => given instanceof Uint8Array),
    }),
  )
  .max(OUTCOME_PAPERS_MAX)
  .default([])
export const reportFailureInput = z.strictObject({
  ...changeOf,
  causeCode: words(60),
  text: someWords(2000),
  papers,
})
export const ruleInput = z.strictObject({ ...changeOf, ruling: z.enum(['stands', 'redo']), text: someWords(1000) })
export const reopenInput = z.strictObject({ ...changeOf, reason: someWords(500), grantUntil: civilDateSchema })
export const assignInput = z.strictObject({ ...changeOf, targetTenantId: idSchema, reason: someWords(500) })
/** The answer to sending on: beside the referral, the one that stands in its stead. */
export const reroutedReferral = z.strictObject({ ...referralChanged.shape, successorId: idSchema })
export const beginInput = z.strictObject({ ...changeOf, contactedOn: civilDateSchema, note: words(2000) })
export const progressInput = z.strictObject({ ...changeOf, note: someWords(2000) })
export const reportOutcomeInput = z.strictObject({
  ...changeOf,
  outcomeCode: words(60),
  outcomeText: words(2000),
  servicesDelivered: someWords(2000),
  papers,
})

/** A signed consent on paper: who signed, why not by account, and the scan (PDF, JPEG or PNG, 5 MB at most). */
export const uploadPaperConsentInput = z.strictObject({
  ...changeOf,
  signatory: someWords(60),
  reason: someWords(500),
  fileName: someWords(200),
  /** Base64. */
  content: z
    .string()
    .min(1)
    .max(Math.ceil(consentPaperMaxBytes / 3) * 4),
})

export const listReferralsInput = z.strictObject({
  filter: referralFilterSchema.optional(),
  cursor: cursorSchema.optional(),
})

/** Orders of a list of referrals: last or first changed, soonest due (without a deadline last), last submitted (drafts first) or first submitted (drafts last). */
export const REFERRAL_SORTS = ['changed', 'leastChanged', 'due', 'submitted', 'firstSubmitted'] as const
export const referralSortSchema = z.enum(REFERRAL_SORTS)
export type ReferralSort = z.infer<typeof referralSortSchema>
export const listBoxInput = listReferralsInput.extend({ sort: referralSortSchema.default('changed') })
/** The desk of the common superior: what is due soonest first. */
export const listDeskInput = listReferralsInput.extend({ sort: referralSortSchema.default('due') })
/** Columns of the inbox, the outbox and the desk, in the table's order; the other end of the way is the sender or the target. */
export const BOX_COLUMNS = [
  'subject',
  'number',
  'need',
  'from',
  'to',
  'way',
  'state',
  'clock',
  'submittedAt',
  'decidedAt',
  'outcome',
  'updatedAt',
] as const
export type BoxColumn = (typeof BOX_COLUMNS)[number]
export const exportReferralsInput = z.strictObject({
  box: z.enum(['inbox', 'outbox', 'desk']),
  filter: referralFilterSchema.optional(),
  sort: referralSortSchema.default('changed'),
  /** Those shown; by default all. */
  columns: z
    .array(z.enum(BOX_COLUMNS))
    .min(1)
    .max(BOX_COLUMNS.length)
    .default([...BOX_COLUMNS]),
})

export const suggestTargetsInput = z.strictObject({ id: idSchema, need: someWords(60) })
