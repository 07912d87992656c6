import { NODE_KINDS, TIERS } from '@fuqiao/domain/profile'
import { z } from 'zod'
import { boardInput, boardScopeSchema, childOf, countedSchema } from './board.ts'
import { idSchema } from './ids.ts'
import { cursorSchema, pageOf } from './paging.ts'
import { referralSortSchema } from './referral-inputs.ts'
import {
  directionSchema,
  referralModeSchema,
  referralRowSchema,
  type ReferralRowView,
  referralStateSchema,
} from './referral.ts'

const tier = z.enum(TIERS).optional()
/** `beside`: of any kind but the administrative centres. */
const kind = z.enum([...NODE_KINDS, 'beside']).optional()
const days = z.int().min(0).max(10_000).optional()

/** Which referrals a figure counts: the words that its link is made of. */
export const referralCountFilterSchema = z.strictObject({
  /** Whose figure: the sender's, the target's, of whose turn it is, or each referral once. */
  side: z.enum(['any', 'from', 'to', 'holder']).default('any'),
  /** What must have happened in the board's time; without it, what stands so now. */
  moment: z.enum(['submitted', 'decided', 'closed']).optional(),
  state: referralStateSchema.optional(),
  direction: directionSchema.optional(),
  mode: referralModeSchema.optional(),
  /** Tier of the incubator whose figure it is. */
  tier,
  fromTier: tier,
  fromKind: kind,
  toTier: tier,
  toKind: kind,
  /** What became of it; `unconfirmed`: closed by silence; `served`: the target is at work on it. */
  outcome: z.enum(['accepted', 'declined', 'decided', 'closed', 'unconfirmed', 'served']).optional(),
  overdue: z.boolean().optional(),
  escalated: z.boolean().optional(),
  /** Answers alone: to the acknowledgement, or to the decision, and how many working days they took. */
  measure: z.enum(['acknowledge', 'decide']).optional(),
  daysFrom: days,
  daysTo: days,
  /** Whether the days between are known: those of a year without a loaded calendar are not. */
  isTimed: z.boolean().optional(),
  /** The incubator alone, without those below it. */
  alone: z.boolean().optional(),
  /**
   * Whose whole it is where each referral counts once: with its sender if that one stands below this incubator, else with its target. A line of
   * a figure has it, for inside the line alone a referral between two lines would count with both.
   */
  once: idSchema.optional(),
})
export type ReferralCountFilter = z.infer<typeof referralCountFilterSchema>

/** Which unmet needs a figure counts. */
export const needCountFilterSchema = z.strictObject({
  need: z.string().max(60).optional(),
  field: z.string().max(60).optional(),
  area: z.string().max(12).optional(),
  cause: z.string().max(60).optional(),
  alone: z.boolean().optional(),
})
export type NeedCountFilter = z.infer<typeof needCountFilterSchema>

/** Why a need was left unmet, beside the reasons of a decline, which are the network's own. */
export const UNMET_CAUSES = [
  'expired',
  'failed',
  'unmet',
  'enquiryUnanswered',
  'enquiryRefused',
  'notReferred',
] as const

/** The cause that a referral in the register of unmet needs has, as far as its row tells it. */
export function unmetCauseOf({
  state,
  declineCode,
  outcomeCode,
}: Pick<ReferralRowView, 'state' | 'declineCode' | 'outcomeCode'>): string | null {
  if (state === 'expired' || state === 'failed') return state
  if (state === 'declined') return declineCode
  return outcomeCode === null || outcomeCode === 'unmet' ? outcomeCode : 'failed'
}

/** What the counts of a list are ordered by: how many they are, or the order of the network's own lists. */
const orderBy = <const Keys extends readonly [string, ...string[]]>(keys: Keys) =>
  z.strictObject({ by: z.enum(keys), descending: z.boolean().default(false) }).optional()

/** Columns of the referrals that the viewer may open, in the table's order; what an unmet need failed of is a column of its list alone. */
export const NEED_ROW_COLUMNS = [
  'number',
  'subject',
  'route',
  'need',
  'cause',
  'way',
  'state',
  'clock',
  'submittedAt',
  'updatedAt',
] as const
export type CountedRowColumn = (typeof NEED_ROW_COLUMNS)[number]
export const REFERRAL_ROW_COLUMNS = NEED_ROW_COLUMNS.filter(column => column !== 'cause') as [
  Exclude<CountedRowColumn, 'cause'>,
]

/** Columns of the counts of all others. */
export const REFERRAL_COUNT_COLUMNS = ['from', 'to', 'direction', 'mode', 'state', 'value'] as const
export type ReferralCountColumn = (typeof REFERRAL_COUNT_COLUMNS)[number]
export const NEED_COUNT_COLUMNS = ['need', 'field', 'area', 'cause', 'value'] as const
export type NeedCountColumn = (typeof NEED_COUNT_COLUMNS)[number]

const referralWhich = {
  ...boardInput.shape,
  filter: referralCountFilterSchema.default({ side: 'any' }),
  sort: referralSortSchema.default('changed'),
  countOrder: orderBy(REFERRAL_COUNT_COLUMNS),
}
const needWhich = {
  ...boardInput.shape,
  filter: needCountFilterSchema.default({}),
  sort: referralSortSchema.default('changed'),
  countOrder: orderBy(NEED_COUNT_COLUMNS),
}
/** Where a page of the rows begins. */
const cursor = cursorSchema.optional()

/** A list of referrals behind a figure: which, in what order the rows and the counts, and where the page begins. */
export const referralListInput = z.strictObject({ ...referralWhich, cursor })
export const needListInput = z.strictObject({ ...needWhich, cursor })

const columnsOf = <const Keys extends readonly [string, ...string[]]>(keys: Keys) =>
  z
    .array(z.enum(keys))
    .min(1)
    .max(keys.length)
    .default([...keys])
const language = z.enum(['zh', 'en']).default('zh')

/** The same list as a file, in the columns shown. */
export const exportReferralListInput = z.strictObject({
  ...referralWhich,
  language,
  columns: columnsOf(REFERRAL_ROW_COLUMNS),
  countColumns: columnsOf(REFERRAL_COUNT_COLUMNS),
})
export const exportNeedListInput = z.strictObject({
  ...needWhich,
  language,
  columns: columnsOf(NEED_ROW_COLUMNS),
  countColumns: columnsOf(NEED_COUNT_COLUMNS),
})

/** What every list of referrals behind a figure has. */
const shared = {
  scope: boardScopeSchema,
  /** The figure. */
  total: z.int(),
  /** The incubators one tier down, and the scope's own: they add up to the figure. Empty where nobody is below. */
  children: z.array(z.strictObject({ ...childOf, ...countedSchema.shape })),
  /** How many of them the viewer may open: it is a party, or the desk. The rest is a count to it. */
  open: z.int(),
  rows: pageOf(referralRowSchema),
}

const end = z.strictObject({ tier: z.string(), kind: z.string() }).nullable()

/** The referrals that a figure counts. */
export const referralListSchema = z.strictObject({
  ...shared,
  /** The rest at the last tier, by what a superior is told of it; no rows stand behind these counts for the viewer. */
  rest: z.array(
    z.strictObject({
      from: end,
      to: end,
      state: referralStateSchema,
      direction: directionSchema.nullable(),
      mode: referralModeSchema,
      value: z.int(),
    }),
  ),
})

/** The unmet needs that a figure counts. */
export const needListSchema = z.strictObject({
  ...shared,
  /** Names of the areas that the counts and the filter speak of. */
  areas: z.array(z.strictObject({ code: z.string(), name: z.string() })),
  rest: z.array(
    z.strictObject({
      need: z.string().nullable(),
      field: z.string().nullable(),
      area: z.string().nullable(),
      cause: z.string().nullable(),
      value: z.int(),
    }),
  ),
})

/** Which divisions a figure of coverage counts. */
export const divisionFilterSchema = z.strictObject({
  /** A division whose parts are meant; by default all of the scope. */
  under: z
    .string()
    .regex(/^[0-9]{2,12}$/)
    .optional(),
  /** Without an incubator at work alone. */
  without: z.boolean().optional(),
})
export type DivisionFilter = z.infer<typeof divisionFilterSchema>

/** The divisions that a figure counts: those of the tier that coverage is measured by. */
export const divisionListSchema = z.strictObject({
  scope: boardScopeSchema,
  total: z.int(),
  rows: z.array(z.strictObject({ code: z.string(), name: z.string(), parentName: z.string(), isServed: z.boolean() })),
})

/** A filter as an address says it, value by value: what does not fit is left out, so that every address shows a list. */
export function filterFrom<S extends z.ZodObject>(schema: S, query: Readonly<Record<string, string>>): z.infer<S> {
  const given = Object.entries(schema.shape).flatMap(([name, type]) => {
    const text = query[name]
    if (text === undefined || text === '') return []
    const known = [text, text === 'true' ? true : text === 'false' ? false : undefined, Number(text)].find(
      value => value !== undefined && (type as z.ZodType).safeParse(value).success,
    )
    return known === undefined ? [] : [[name, known] as const]
  })
  return schema.parse(Object.fromEntries(given))
}
