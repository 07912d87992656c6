import { FILING_ACTIONS, FILING_DEEDS, FILING_STATES } from '@fuqiao/domain/filing'
import { ORGANISATION_FIELDS, TIERS } from '@fuqiao/domain/profile'
import { z } from 'zod'
import { civilDateSchema, idSchema, requestKeySchema, versionSchema } from './ids.ts'
import { organisationNameSchema, REGISTERED_KINDS } from './organisation.ts'
import { cursorSchema } from './paging.ts'
import { instantSchema } from './referral.ts'

const words = (max: number) => z.string().trim().max(max)
const someWords = (max: number) => words(max).min(1)
const field = z.enum(ORGANISATION_FIELDS)
const divisionCode = z.string().regex(/^\d{2,12}$/)
const state = z.enum(FILING_STATES)

/** What is said of a group for its filing. */
const group = {
  responsibleName: someWords(60),
  members: z.int().min(1).max(100_000),
  field,
  activities: words(500).default(''),
  venue: someWords(200),
  divisionCode,
}
const changeOf = { key: requestKeySchema, id: idSchema, version: versionSchema }

export const applyForFilingInput = z.strictObject({ key: requestKeySchema, organisationId: idSchema, ...group })
/** The organisation's own account applies for itself. */
export const applyOwnFilingInput = z.strictObject({ key: requestKeySchema, ...group })
/** A refusal says why. */
export const decideFilingInput = z
  .strictObject({ ...changeOf, outcome: z.enum(['file', 'refuse']), reason: words(500).default('') })
  .refine(({ outcome, reason }) => outcome === 'file' || reason !== '', {
    path: ['reason'],
    message: 'INPUT_FILING_REASON_NEEDED',
  })
export const renewFilingInput = z.strictObject({ ...changeOf, ...group })
export const endFilingInput = z.strictObject({ ...changeOf, reason: someWords(500) })

/** The answer to every change of a filing. */
export const filingChanged = z.strictObject({
  id: idSchema,
  version: versionSchema,
  state,
  number: z.string().nullable(),
  validUntil: civilDateSchema.nullable(),
})

/** A group below the bar grows into a registered organisation; `version` is the organisation's. */
export const growOrganisationInput = z.strictObject({
  key: requestKeySchema,
  organisationId: idSchema,
  version: versionSchema,
  name: organisationNameSchema,
  kind: z.enum(REGISTERED_KINDS),
  creditCode: words(40),
  /** Why the officer keeps a code that fails the check of GB 32100-2015. */
  creditCodeOverride: words(200).optional(),
  registeredOn: civilDateSchema,
  registrationAuthority: someWords(100),
  /** What the officer answers to organisations in sight that look the same. */
  duplicateAnswer: words(200).optional(),
})
export const organisationGrown = z.strictObject({
  id: idSchema,
  version: versionSchema,
  /** The filing that was closed with it; null where there was none. */
  filingId: idSchema.nullable(),
})

/** How long before its end a filing counts as ending soon, in days. */
export const FILING_ENDS_SOON_DAYS = 60

export const filingFilterSchema = z.strictObject({
  states: z.array(state).max(FILING_STATES.length).optional(),
  /** The acting incubator's own, or also those of the incubators below it. */
  within: z.enum(['own', 'below']).optional(),
  fields: z.array(field).max(ORGANISATION_FIELDS.length).optional(),
  /** Those that end within two months, or have passed their end. */
  ending: z.boolean().optional(),
  /** Part of the number or of the organisation's name. */
  text: words(60).optional(),
})
export type FilingFilter = z.infer<typeof filingFilterSchema>
/** Orders of the list: last or first changed, ending soonest or last. */
export const FILING_SORTS = ['changed', 'leastChanged', 'ending', 'endingLast'] as const
export type FilingSort = (typeof FILING_SORTS)[number]
/** The columns that the list can show and its file can hold, in their order. */
export const FILING_COLUMNS = [
  'organisation',
  'number',
  'state',
  'division',
  'field',
  'members',
  'responsible',
  'filed',
  'until',
  'tenant',
  'updated',
] as const
export type FilingColumn = (typeof FILING_COLUMNS)[number]

const sort = z.enum(FILING_SORTS).default('changed')
/** A last day's place in a list is its midnight in UTC; one without an end stands after all that have one. */
export const listFilingsInput = z.strictObject({
  filter: filingFilterSchema.optional(),
  sort,
  cursor: cursorSchema.optional(),
})
export const exportFilingsInput = z.strictObject({
  filter: filingFilterSchema.default({}),
  sort,
  columns: z
    .array(z.enum(FILING_COLUMNS))
    .min(1)
    .max(FILING_COLUMNS.length)
    .default([...FILING_COLUMNS]),
  language: z.enum(['zh', 'en']).default('zh'),
})

/** A line of the register. Superiors read the name of whoever answers for the group masked. */
export const filingRowSchema = z.strictObject({
  id: idSchema,
  version: versionSchema,
  state,
  number: z.string().nullable(),
  organisationId: idSchema,
  organisationName: z.string(),
  tenantId: idSchema,
  tenantName: z.string(),
  divisionCode: z.string(),
  divisionName: z.string(),
  field,
  members: z.int().nullable(),
  responsibleName: z.string(),
  appliedAt: instantSchema,
  /** When it is to be decided; null once it is, and where that lies beyond the loaded calendar. */
  decideBy: instantSchema.nullable(),
  filedOn: civilDateSchema.nullable(),
  validUntil: civilDateSchema.nullable(),
  /** Its last day has passed and nobody renewed it. */
  isPast: z.boolean(),
  updatedAt: instantSchema,
})
export type FilingRowView = z.infer<typeof filingRowSchema>

/** A filing with its history, as whoever reads it sees it. */
export const filingViewSchema = z.strictObject({
  ...filingRowSchema.shape,
  activities: z.string(),
  venue: z.string(),
  appliedByName: z.string(),
  decidedAt: instantSchema.nullable(),
  renewedAt: instantSchema.nullable(),
  reason: z.string(),
  history: z.array(
    z.strictObject({
      seq: z.int(),
      at: instantSchema,
      action: z.enum(FILING_DEEDS),
      toState: state,
      byName: z.string(),
      note: z.string(),
    }),
  ),
  /** What the viewer may do to it now. */
  actions: z.array(z.enum(FILING_ACTIONS)),
})
export type FilingView = z.infer<typeof filingViewSchema>

/** What the network asks of a filing. */
export const filingRulesSchema = z.strictObject({
  tiers: z.array(z.enum(TIERS)),
  leastMembers: z.int(),
  decideDays: z.int(),
  decideUnit: z.enum(['workingDay', 'calendarDay']),
  validMonths: z.int().nullable(),
})

/** All filings of an organisation, the latest first. */
export const filingsOfOrganisationSchema = z.strictObject({
  filings: z.array(filingViewSchema),
  rules: filingRulesSchema,
  can: z.strictObject({ apply: z.boolean(), grow: z.boolean() }),
})
