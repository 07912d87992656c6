import { CASE_OUTCOMES, CASE_RESULTS, CASE_STATES, CASE_TASK_KINDS, CASE_TASK_STATES } from '@fuqiao/domain/incubation'
import { PASSWORD_LIMITS } from '@fuqiao/domain/people'
import { CASE_ACTORS, ORGANISATION_FIELDS, ORGANISATION_KINDS, ORGANISATION_STAGES } from '@fuqiao/domain/profile'
import { z } from 'zod'
import { civilDateSchema, idSchema, requestKeySchema, versionSchema } from './ids.ts'
import { mailCodeSchema } from './notice-channel.ts'
import { cursorSchema } from './paging.ts'
import { instantSchema } from './referral.ts'

const words = (max: number) => z.string().trim().max(max)
const someWords = (max: number) => words(max).min(1)
const ruleId = z.string().regex(/^[a-z][A-Za-z0-9]*$/)
/** No profile has as many answers, records or criteria. */
const mostByRule = 60
const byRule = <T extends z.ZodType>(value: T) =>
  z.record(ruleId.max(60), value).refine(given => Object.keys(given).length <= mostByRule)
const changed = { key: requestKeySchema, id: idSchema, version: versionSchema }

/** What became of a deed on a case. */
export const caseChanged = z.strictObject({
  id: idSchema,
  version: z.int(),
  state: z.enum(CASE_STATES),
  number: z.string().nullable(),
})

// Calls

export const publishCallInput = z.strictObject({
  key: requestKeySchema,
  title: someWords(120),
  words: someWords(4000),
  opensOn: civilDateSchema,
  closesOn: civilDateSchema,
  places: z.int().min(1).max(500),
})
export const withdrawCallInput = z.strictObject({ ...changed })
export const callViewSchema = z.strictObject({
  id: idSchema,
  number: z.string(),
  tenantId: idSchema,
  tenantName: z.string(),
  title: z.string(),
  words: z.string(),
  opensOn: civilDateSchema,
  closesOn: civilDateSchema,
  places: z.int(),
  /** `open` on this day; `coming` before; `over` after, `withdrawn` when it was taken back. */
  standing: z.enum(['coming', 'open', 'over', 'withdrawn']),
  version: z.int(),
  /** What the viewer may do to it. */
  may: z.strictObject({ withdraw: z.boolean() }),
})
export type CallView = z.infer<typeof callViewSchema>
export const listCallsInput = z.strictObject({
  /** `open`: today, of the whole network; `own`: the acting incubator's, all. */
  which: z.enum(['open', 'own']),
  cursor: cursorSchema.optional(),
})

// The application

const claimSchema = z.strictObject({ id: ruleId, claims: z.boolean(), words: words(2000) })
export const beginCaseInput = z.strictObject({
  key: requestKeySchema,
  /** By an officer: whose case; null by the organisation's own account. */
  organisationId: idSchema.nullable(),
  /** Null only for an officer: an application without a call. */
  callId: idSchema.nullable(),
  /** The referral that it begins with, at its target. */
  referralId: idSchema.nullable().default(null),
})
export const saveApplicationInput = z.strictObject({
  ...changed,
  answers: byRule(words(4000)),
  claims: z.array(claimSchema).max(60),
})
export const submitCaseInput = z.strictObject({ ...changed })

const verdictSchema = z.strictObject({
  id: ruleId,
  verdict: z.enum(['met', 'unmet', 'claimed']),
  reason: words(1000),
})
export const completeTaskInput = z.strictObject({
  ...changed,
  taskId: idSchema,
  result: z.enum(CASE_RESULTS),
  reason: words(2000).default(''),
  records: byRule(words(4000)).default({}),
  verdicts: z.array(verdictSchema).max(60).default([]),
  marks: byRule(z.number().min(0).max(100)).default({}),
  place: words(120).default(''),
})
const signingProofSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('code'), code: mailCodeSchema }),
  z.strictObject({ by: z.literal('password'), password: z.string().min(1).max(PASSWORD_LIMITS.longest) }),
])
/** That it is the account's own person who signs. */
export type SigningProof = z.infer<typeof signingProofSchema>
export const signResidencyInput = z.strictObject({
  ...changed,
  signatory: someWords(60),
  /** Of the text that was read. */
  digest: z.string().length(64),
  /** The paper that the organisation signed, kept by the incubator; null where the account signs for itself. */
  paperId: idSchema.nullable().default(null),
  /** That it is the account's own person who signs; null with a paper. */
  proof: signingProofSchema.nullable().default(null),
})
/** How the person who looks would sign: with a code that is mailed to `address`, of which enough is shown to know it, or with the password. */
export const signingWaySchema = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('code'),
    address: z.string(),
    /** Until when the last code that was sent is good; null when none is. */
    until: instantSchema.nullable(),
  }),
  z.strictObject({ by: z.literal('password') }),
])
export type SigningWay = z.infer<typeof signingWaySchema>
export const actOnCaseInput = z.discriminatedUnion('action', [
  z.strictObject({ ...changed, action: z.literal('withdraw'), reason: words(2000) }),
  z.strictObject({ ...changed, action: z.literal('openExit'), reason: words(2000) }),
  z.strictObject({ ...changed, action: z.literal('warn'), violationId: ruleId, reason: words(2000) }),
  z.strictObject({ ...changed, action: z.literal('terminate'), violationId: ruleId, reason: words(2000) }),
  z.strictObject({ ...changed, action: z.literal('extend'), months: z.int().min(1).max(60), reason: words(2000) }),
  z.strictObject({ ...changed, action: z.literal('archive') }),
])
export const recordServiceInput = z.strictObject({
  ...changed,
  serviceId: ruleId,
  on: civilDateSchema,
  minutes: z.int().min(1).max(10_000),
  words: someWords(1000),
  /** The item from above that it was given for (B-19). */
  serviceItemId: idSchema.nullable().default(null),
})
export const answerObjectionInput = z.strictObject({
  key: requestKeySchema,
  caseId: idSchema,
  id: idSchema,
  answer: someWords(2000),
})
export const addCasePaperInput = z.strictObject({
  caseId: idSchema,
  purpose: z.enum(['application', 'record', 'agreement']),
  recordId: ruleId.max(60),
  fileName: z.string().min(1).max(500),
  content: z.custom<Uint8Array>(given => given instanceof Uint8Array),
})

// What is read

const taskSchema = z.strictObject({
  id: idSchema,
  kind: z.enum(CASE_TASK_KINDS),
  /** In the network's own words. */
  name: z.strictObject({ zh: z.string(), en: z.string() }),
  stepId: z.string().nullable(),
  ordinal: z.int(),
  holder: z.enum([...CASE_ACTORS, 'applicant']),
  holderName: z.string(),
  state: z.enum(CASE_TASK_STATES),
  opensOn: civilDateSchema.nullable(),
  startedAt: instantSchema.nullable(),
  dueAt: instantSchema.nullable(),
  level: z.int(),
  result: z.enum(CASE_RESULTS).nullable(),
  reason: z.string(),
  records: z.record(z.string(), z.string()),
  marks: z.record(z.string(), z.number()),
  verdicts: z.array(z.strictObject({ ...verdictSchema.shape, reason: z.string(), measured: z.string().optional() })),
  mark: z.number().nullable(),
  doneAt: instantSchema.nullable(),
  doneByName: z.string(),
  /** The viewer may complete it now. */
  mayComplete: z.boolean(),
})
export type CaseTaskView = z.infer<typeof taskSchema>

const signatureSchema = z.strictObject({ name: z.string(), at: instantSchema, method: z.enum(['account', 'paper']) })
export const caseViewSchema = z.strictObject({
  id: idSchema,
  number: z.string().nullable(),
  tenantId: idSchema,
  tenantName: z.string(),
  organisationId: idSchema,
  organisationName: z.string(),
  organisationKind: z.enum(ORGANISATION_KINDS),
  stage: z.enum(ORGANISATION_STAGES),
  field: z.enum(ORGANISATION_FIELDS),
  call: z.strictObject({ id: idSchema, number: z.string(), title: z.string() }).nullable(),
  referralId: idSchema.nullable(),
  isByOrganisation: z.boolean(),
  state: z.enum(CASE_STATES),
  outcome: z.enum(CASE_OUTCOMES).nullable(),
  endReason: z.string(),
  rulesVersion: z.int(),
  application: z.strictObject({ answers: z.record(z.string(), z.string()), claims: z.array(claimSchema) }),
  verdicts: z.array(z.strictObject({ ...verdictSchema.shape, reason: z.string(), measured: z.string().optional() })),
  /** How many preferences of the profile it meets: who meets more goes first (Z-01). */
  preferences: z.int(),
  warnings: z.int(),
  submittedAt: instantSchema.nullable(),
  admittedOn: civilDateSchema.nullable(),
  endsOn: civilDateSchema.nullable(),
  extendedMonths: z.int(),
  place: z.string(),
  followUntil: civilDateSchema.nullable(),
  endedAt: instantSchema.nullable(),
  archivedAt: instantSchema.nullable(),
  /** SHA-256 of the manifest of its package; null before it was put away. */
  archiveDigest: z.string().length(64).nullable(),
  version: z.int(),
  tasks: z.array(taskSchema),
  events: z.array(
    z.strictObject({
      id: idSchema,
      at: instantSchema,
      action: z.string(),
      taskKind: z.enum(CASE_TASK_KINDS).nullable(),
      name: z.strictObject({ zh: z.string(), en: z.string() }).nullable(),
      result: z.enum(CASE_RESULTS).nullable(),
      note: z.string(),
      actorName: z.string(),
    }),
  ),
  papers: z.array(
    z.strictObject({
      id: idSchema,
      purpose: z.enum(['application', 'record', 'agreement']),
      recordId: z.string(),
      fileName: z.string(),
      size: z.int(),
      isPicture: z.boolean(),
      createdAt: instantSchema,
      personName: z.string(),
    }),
  ),
  services: z.array(
    z.strictObject({
      id: idSchema,
      serviceId: z.string(),
      on: civilDateSchema,
      minutes: z.int(),
      words: z.string(),
      personName: z.string(),
      /** The version of the standard that was in force for it. */
      standard: z.strictObject({ id: idSchema, code: z.string(), number: z.int(), title: z.string() }).nullable(),
      /** The item from above that it was given for. */
      item: z.strictObject({ id: idSchema, title: z.string() }).nullable(),
    }),
  ),
  /** Items of those above that a service may be recorded for; an organisation has no part in them. */
  serviceItems: z.array(z.strictObject({ id: idSchema, title: z.string() })),
  agreement: z
    .strictObject({
      number: z.string(),
      clauses: z.array(z.strictObject({ id: z.string(), zh: z.string(), en: z.string() })),
      months: z.int(),
      digest: z.string(),
      issuedAt: instantSchema,
      byTenant: signatureSchema.nullable(),
      byOrganisation: signatureSchema.nullable(),
    })
    .nullable(),
  notice: z.strictObject({ publishedAt: instantSchema, endsAt: instantSchema }).nullable(),
  /** The incubator's alone; empty for others. */
  objections: z.array(
    z.strictObject({
      id: idSchema,
      name: z.string(),
      contact: z.string(),
      words: z.string(),
      receivedAt: instantSchema,
      answer: z.string(),
      answeredAt: instantSchema.nullable(),
      answeredByName: z.string(),
    }),
  ),
  /** What the viewer may do, as rights and rules stand. */
  may: z.strictObject({
    edit: z.boolean(),
    submit: z.boolean(),
    withdraw: z.boolean(),
    sign: z.boolean(),
    signPaper: z.boolean(),
    warn: z.boolean(),
    terminate: z.boolean(),
    extend: z.boolean(),
    openExit: z.boolean(),
    recordService: z.boolean(),
    answer: z.boolean(),
    archive: z.boolean(),
    /** Take the whole file as one package. */
    takeArchive: z.boolean(),
  }),
})
export type CaseView = z.infer<typeof caseViewSchema>
