import { z } from 'zod'
import { civilDateSchema, idSchema, requestKeySchema, versionSchema } from './ids.ts'
import { instantSchema } from './referral.ts'
import { upkeepFindingSchema } from './upkeep.ts'

const name = z.strictObject({ zh: z.string(), en: z.string() })
const ruleNumber = z.int().min(0).max(1_000_000)
/** A document of a profile is some fifty kilobytes. */
const longestContent = 400_000
const isContent = (given: unknown) =>
  typeof given === 'object' && given !== null && !Array.isArray(given) && JSON.stringify(given).length <= longestContent
const why = z.string().trim().min(2).max(1000)

/** What became of a version of rules. */
export const VERSION_STATES = ['draft', 'scheduled', 'inForce', 'replaced', 'rolledBack', 'discarded'] as const

export const saidSchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  name,
  z.array(name),
  z.array(z.string()),
  z.strictObject({ days: z.int(), unit: z.enum(['workingDay', 'calendarDay']) }),
])
const place = z.array(z.strictObject({ key: z.string(), name: name.optional() }))

/** A line of the rules in plain words: where, and what is said there. */
export const ruleLineSchema = z.strictObject({
  path: z.string(),
  place,
  said: saidSchema,
  isEntry: z.boolean(),
  provision: z.string().nullable(),
  /** The place that names the provision. */
  rule: z.string().nullable(),
})
export type RuleLineView = z.infer<typeof ruleLineSchema>

export const ruleDifferenceSchema = z.strictObject({
  path: z.string(),
  place,
  change: z.enum(['changed', 'added', 'removed', 'order']),
  before: saidSchema.nullable(),
  after: saidSchema.nullable(),
})
export type RuleDifferenceView = z.infer<typeof ruleDifferenceSchema>

/** A fault of a draft: where it is, and why. */
export const ruleFaultSchema = z.strictObject({ path: z.string(), reason: z.string() })
export type RuleFaultView = z.infer<typeof ruleFaultSchema>

export const versionRowSchema = z.strictObject({
  /** Which version of the network's rules; 0: the profile as it is shipped. */
  number: z.int(),
  base: z.int().nullable(),
  state: z.enum(VERSION_STATES),
  /** Counts up with each change of the row. */
  version: z.int(),
  reason: z.string(),
  rollsBack: z.int().nullable(),
  personName: z.string(),
  createdAt: instantSchema.nullable(),
  updatedAt: instantSchema.nullable(),
  scheduledByName: z.string(),
  inForceOn: civilDateSchema.nullable(),
  inForceAt: instantSchema.nullable(),
  endedAt: instantSchema.nullable(),
  /** Cases that run under it, as far as the viewer sees cases; null where it sees none. */
  runningCases: z.int().nullable(),
})
export type VersionRow = z.infer<typeof versionRowSchema>

export const versionChanged = z.strictObject({ number: z.int(), version: z.int(), state: z.enum(VERSION_STATES) })

export const beginDraftInput = z.strictObject({ key: requestKeySchema })
export const readVersionInput = z.strictObject({ number: ruleNumber })
export const saveDraftInput = z.strictObject({
  key: requestKeySchema,
  number: ruleNumber,
  version: versionSchema,
  /** Looked through by the schema of profiles, which names every fault. */
  content: z.custom<Record<string, unknown>>(isContent),
})
export const onVersionInput = z.strictObject({ key: requestKeySchema, number: ruleNumber, version: versionSchema })
export const scheduleInput = z.strictObject({
  ...onVersionInput.shape,
  inForceOn: civilDateSchema,
  reason: why,
})
export const rollBackInput = z.strictObject({ key: requestKeySchema, number: ruleNumber, reason: why })
export const tryOutInput = onVersionInput
export const moveCasesInput = z.strictObject({
  key: requestKeySchema,
  /** Running cases of this version. */
  from: ruleNumber,
  /** These alone; null: all of them. */
  caseIds: z.array(idSchema).min(1).max(500).nullable(),
  reason: why,
})
export const passInput = z.strictObject({ id: idSchema })
export const cancelPassInput = z.strictObject({ key: requestKeySchema, id: idSchema })

export const PASS_KINDS = ['moved', 'dueDate', 'stepAdded', 'stepRemoved', 'assessments', 'stuck'] as const
const finding = z.strictObject({
  dues: z
    .array(
      z.strictObject({
        task: z.string(),
        name,
        before: instantSchema,
        after: instantSchema,
      }),
    )
    .optional(),
  steps: z.array(name).optional(),
  days: z.strictObject({ before: z.array(z.string()), after: z.array(z.string()) }).optional(),
  at: name.optional(),
})
export const ROSTER_KINDS = ['breach', 'kept'] as const
/** A rule as it stands now, and as it would by the draft; null where nothing of the kind is asked for. */
const rosterChange = z.strictObject({ before: upkeepFindingSchema.nullable(), after: upkeepFindingSchema.nullable() })
export const passViewSchema = z.strictObject({
  id: idSchema,
  kind: z.enum(['trial', 'move']),
  number: z.int(),
  from: z.int().nullable(),
  reason: z.string(),
  state: z.enum(['running', 'done', 'cancelled']),
  done: z.int(),
  total: z.int(),
  personName: z.string(),
  startedAt: instantSchema,
  finishedAt: instantSchema.nullable(),
  /** The draft, or what is in force, is another since: it is to be tried again. */
  isStale: z.boolean(),
  /** How many cases are touched in each way, and the first fifty of each. */
  effects: z.array(
    z.strictObject({
      kind: z.enum(PASS_KINDS),
      cases: z.int(),
      lines: z.array(z.strictObject({ caseId: idSchema, number: z.string(), tenantName: z.string(), finding })),
    }),
  ),
  /** How many incubators would newly break a rule on staff, premises or party, or break one no more, and the first fifty of each. */
  rosters: z.array(
    z.strictObject({
      kind: z.enum(ROSTER_KINDS),
      incubators: z.int(),
      lines: z.array(z.strictObject({ tenantId: idSchema, tenantName: z.string(), changes: z.array(rosterChange) })),
    }),
  ),
})
export type PassView = z.infer<typeof passViewSchema>

/** Every provision with the rules that carry it out and what shows that they are lived by. */
export const clauseMapSchema = z.strictObject({
  source: z.strictObject({ title: z.string(), number: z.string(), issuedBy: z.string(), date: z.string() }),
  profileName: name,
  /** The version of the rules in force. */
  number: z.int(),
  /** Whose records, with those of the tenants below. */
  tenantName: z.string(),
  at: instantSchema,
  clauses: z.array(
    z.strictObject({
      id: z.string(),
      zh: z.string(),
      en: z.string(),
      /** It stands in the network's own document; else its rules were taken from the reference. */
      isOwn: z.boolean(),
      rules: z.array(
        z.strictObject({
          path: z.string(),
          place,
          lines: z.array(ruleLineSchema),
          evidence: z
            .strictObject({
              what: z.string(),
              breach: z.string().nullable(),
              /** False: the viewer may not list such records, and is told no figure. */
              isInSight: z.boolean(),
              records: z.int(),
              last: z.string().nullable(),
              breaches: z.int(),
            })
            .nullable(),
        }),
      ),
    }),
  ),
})
export type ClauseMap = z.infer<typeof clauseMapSchema>
