import { NODE_KINDS, TIERS } from '@fuqiao/domain/profile'
import { z } from 'zod'
import { civilDateSchema, idSchema } from './ids.ts'

/** Named stretches of time that a board can show; each ends now. */
export const PERIODS = ['month', 'quarter', 'year', 'twelveMonths'] as const

/** The stretch of time a board shows: a named one, or from one civil date to another, both included (at most three years). */
export const periodSchema = z.union([
  z.strictObject({ kind: z.enum(PERIODS) }),
  z
    .strictObject({ kind: z.literal('range'), from: civilDateSchema, to: civilDateSchema })
    .refine(({ from, to }) => from <= to, { path: ['to'], message: 'INPUT_PERIOD_ORDER' })
    .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= 3 * 366 * 86_400_000, {
      path: ['to'],
      message: 'INPUT_PERIOD_TOO_LONG',
    }),
])
export type Period = z.infer<typeof periodSchema>

/** Whose board, and which time: by default the acting tenant with all below it, this quarter. */
export const boardInput = z.strictObject({
  tenantId: idSchema.optional(),
  period: periodSchema.default({ kind: 'quarter' }),
})
export type BoardInput = z.infer<typeof boardInput>

/** The page whose rows make a figure, and the filter under which it shows them; null where there is nothing finer that the viewer may see. */
export const drillSchema = z.strictObject({
  page: z.enum([
    'organisations',
    'inbox',
    'outbox',
    'desk',
    'incubators',
    'divisions',
    'board',
    'referralList',
    'needList',
  ]),
  /** `from` and `to` are the figure's own time where it is not the board's. */
  query: z.record(z.string(), z.string()),
})
export type Drill = z.infer<typeof drillSchema>

/** A figure: its value, the one of the stretch before where there is one, and its rows. */
export const figureSchema = z.strictObject({
  value: z.number(),
  previous: z.number().nullable(),
  drill: drillSchema.nullable(),
})
export type Figure = z.infer<typeof figureSchema>

/** A count of a table or chart, and its rows. */
export const countedSchema = z.strictObject({ value: z.int(), drill: drillSchema.nullable() })
export type Counted = z.infer<typeof countedSchema>

/** One part of a whole, by its code in the profile. */
export const partSchema = z.strictObject({ key: z.string(), value: z.int(), drill: drillSchema.nullable() })

/** A tenant as boards name it. */
export const tenantBrief = z.strictObject({
  id: idSchema,
  name: z.string(),
  shortName: z.string(),
  tier: z.enum(TIERS),
})

/** Whose figures these are and of which time; every board's answer begins with it. */
export const boardScopeSchema = z.strictObject({
  tenant: z.strictObject({ ...tenantBrief.shape, kind: z.enum(NODE_KINDS), divisionCode: z.string() }),
  /** It is the viewer's own. */
  isOwn: z.boolean(),
  /** From the viewer's own tenant down to this one's superior; empty for its own. */
  trail: z.array(tenantBrief),
  /** The tier of the administrative incubators directly below; null at the lowest. */
  childTier: z.enum(TIERS).nullable(),
  /** First and last day, both included, and those compared with. */
  period: z.strictObject({
    kind: z.string(),
    from: civilDateSchema,
    to: civilDateSchema,
    previousFrom: civilDateSchema,
    previousTo: civilDateSchema,
  }),
  asOf: z.iso.datetime({ offset: true }),
})
export type BoardScope = z.infer<typeof boardScopeSchema>

/** An incubator directly below, or the board's own (`isOwn`) as a line beside them. */
export const childOf = {
  tenant: z.strictObject({
    ...tenantBrief.shape,
    kind: z.enum(NODE_KINDS),
    divisionCode: z.string(),
    status: z.string(),
  }),
  isOwn: z.boolean(),
}
