import {
  ENQUIRY_ACTIONS,
  ENQUIRY_ANSWERS,
  ENQUIRY_CLOCK_ACTIONS,
  ENQUIRY_OUTCOMES,
  ENQUIRY_REFUSALS,
  ENQUIRY_STATES,
} from '@fuqiao/domain/enquiry'
import { ORGANISATION_FIELDS, ORGANISATION_STAGES } from '@fuqiao/domain/profile'
import { z } from 'zod'
import { civilDateSchema, idSchema, requestKeySchema, versionSchema } from './ids.ts'
import { instantSchema, referralModeSchema, suggestionSchema, tenantRefSchema } from './referral.ts'

const words = (max: number) => z.string().trim().max(max)
const someWords = (max: number) => words(max).min(1)
const changeOf = { key: requestKeySchema, id: idSchema, version: versionSchema }

/** What is asked; nothing of it says whom it is about. */
const asking = {
  need: someWords(60),
  field: z.enum(ORGANISATION_FIELDS),
  stage: z.enum(ORGANISATION_STAGES),
  divisionCode: z.string().max(12),
  question: someWords(1000),
}

export const enquiryStateSchema = z.enum(ENQUIRY_STATES)
export const enquiryAnswerSchema = z.enum(ENQUIRY_ANSWERS)

export const askEnquiryInput = z.strictObject({
  key: requestKeySchema,
  organisationId: idSchema,
  ...asking,
  targetTenantIds: z.array(idSchema).min(1).max(20),
})
export const suggestForEnquiryInput = z.strictObject({ need: someWords(60), field: z.enum(ORGANISATION_FIELDS) })
export const chooseEnquiryInput = z.strictObject({ ...changeOf, tenantId: idSchema, mode: referralModeSchema })
export const closeEnquiryInput = z.strictObject({ ...changeOf, reason: words(500) })
/** `from` and `capacity` go with `can`, `reasonCode` with `cannot`; what belongs to the other answer is null. */
export const answerEnquiryInput = z.strictObject({
  ...changeOf,
  answer: z.enum(['can', 'cannot']),
  from: civilDateSchema.nullable(),
  /** How many it has room for; null: it does not say. */
  capacity: z.int().min(1).max(10_000).nullable(),
  reasonCode: someWords(60).nullable(),
  words: words(500),
})

/** The answer to every change of an enquiry by its sender. */
export const enquiryChanged = z.strictObject({
  id: idSchema,
  number: z.string(),
  version: z.int(),
  state: enquiryStateSchema,
})
/** The same with the draft that begins. */
export const enquiryChosen = z.strictObject({ ...enquiryChanged.shape, referralId: idSchema })
/** The answer to an answer. */
export const enquiryAnswered = z.strictObject({
  id: idSchema,
  number: z.string(),
  version: z.int(),
  answer: enquiryAnswerSchema,
})

const clockSchema = z.strictObject({
  startedAt: instantSchema,
  dueAt: instantSchema,
  colour: z.enum(['green', 'yellow', 'red']),
  workingDaysLeft: z.int().nullable(),
  overdueWorkingDays: z.int().nullable(),
})

/** What is asked, as a row of either list shows it. */
const asked = {
  id: idSchema,
  number: z.string(),
  version: z.int(),
  need: z.string(),
  field: z.string(),
  stage: z.string(),
  areaName: z.string(),
  askedAt: instantSchema,
  changedAt: instantSchema,
  /** Null when no term runs. */
  clock: clockSchema.nullable(),
}
const tallySchema = z.strictObject({
  asked: z.int(),
  can: z.int(),
  cannot: z.int(),
  awaited: z.int(),
  unanswered: z.int(),
})

/** An enquiry in its sender's list. */
export const enquiryRowSchema = z.strictObject({
  ...asked,
  organisation: z.strictObject({ id: idSchema, name: z.string() }),
  state: enquiryStateSchema,
  tally: tallySchema,
})
export type EnquiryRowView = z.infer<typeof enquiryRowSchema>

/** An enquiry in the list of one of those asked. */
export const enquirySheetRowSchema = z.strictObject({
  ...asked,
  from: tenantRefSchema,
  answer: enquiryAnswerSchema,
  outcome: z.enum(ENQUIRY_OUTCOMES).nullable(),
  /** It waits for the viewer's answer. */
  isMine: z.boolean(),
})
export type EnquirySheetRowView = z.infer<typeof enquirySheetRowSchema>

const refusalSchema = z.strictObject({
  code: z.enum(ENQUIRY_REFUSALS),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})

const answerShape = {
  answer: enquiryAnswerSchema,
  canFrom: civilDateSchema.nullable(),
  capacity: z.int().nullable(),
  reasonCode: z.string().nullable(),
  words: z.string(),
  answeredAt: instantSchema.nullable(),
  answeredByName: z.string(),
}

/** One of those asked, as the sender compares it. */
export const enquiryTargetSchema = z.strictObject({
  ...answerShape,
  tenant: tenantRefSchema,
  divisionName: z.string(),
  /** Steps between sender and target in the tree; null across networks. */
  steps: z.int().nullable(),
  /** How it has answered referrals so far: of those decided how many it accepted, and its usual hours to acknowledge. */
  record: z.strictObject({ accepted: z.int(), decided: z.int(), workingHours: z.int().nullable() }),
  /** The suggestion's score now; null where it would not be suggested for this need. */
  suggestion: suggestionSchema.nullable(),
})
export type EnquiryTargetView = z.infer<typeof enquiryTargetSchema>

const historyLine = z.strictObject({
  at: instantSchema,
  action: z.enum(['ask', 'answer', ...ENQUIRY_ACTIONS, ...ENQUIRY_CLOCK_ACTIONS, 'calendar', 'standIn']),
  result: z.string(),
  /** Whose answer; null where it is about the whole. */
  tenantName: z.string().nullable(),
  byName: z.string(),
  note: z.string(),
})

/** An enquiry as its sender has it. */
export const enquiryViewSchema = z.strictObject({
  ...enquiryRowSchema.shape,
  question: z.string(),
  askedByName: z.string(),
  settledAt: instantSchema.nullable(),
  settledReason: z.string(),
  targets: z.array(enquiryTargetSchema),
  chosen: tenantRefSchema.nullable(),
  /** The referral that came of it, while it is there. */
  referral: z.strictObject({ id: idSchema, number: z.string(), state: z.string() }).nullable(),
  history: z.array(historyLine),
  actions: z.array(z.strictObject({ action: z.enum(ENQUIRY_ACTIONS), refusal: refusalSchema.nullable() })),
})
export type EnquiryView = z.infer<typeof enquiryViewSchema>

/** An enquiry as one of those asked has it: without identity, and alone. */
export const enquirySheetSchema = z.strictObject({
  ...enquirySheetRowSchema.shape,
  ...answerShape,
  question: z.string(),
  askedByName: z.string(),
  outcomeAt: instantSchema.nullable(),
  mayAnswer: z.boolean(),
})
export type EnquirySheetView = z.infer<typeof enquirySheetSchema>

/** What can be asked for, and of how many. */
export const enquirySuggestionsSchema = z.strictObject({
  suggestions: z.array(suggestionSchema),
  considered: z.int(),
  most: z.int(),
  term: z.strictObject({ days: z.int(), unit: z.enum(['workingDay', 'calendarDay']) }),
})

/** How many enquiries a tenant and those below it have asked, and been asked, by how they stand. */
export const enquiryCountsSchema = z.strictObject({
  sent: z.array(z.strictObject({ standing: enquiryStateSchema, n: z.int() })),
  asked: z.array(z.strictObject({ standing: enquiryAnswerSchema, n: z.int() })),
})
