import { isBucket } from '@fuqiao/domain/indicators'
import { FACT_KINDS, INDICATOR_UNITS } from '@fuqiao/domain/profile'
import { z } from 'zod'
import { boardScopeSchema, childOf } from './board.ts'
import { civilDateSchema, idSchema, requestKeySchema, rowIdSchema, rowInstantSchema, versionSchema } from './ids.ts'
import { cursorSchema, pageOf } from './paging.ts'

const codeSchema = z.string().regex(/^[a-z][A-Za-z0-9]{0,60}$/)

/** A year, half, quarter or month: `2026`, `2026-H2`, `2026-Q4`, `2026-11`. */
export const bucketSchema = z
  .string()
  .max(7)
  .refine(word => isBucket(word) && word >= '1950' && word < '2200', { message: 'INPUT_BUCKET' })

/** By the tree as it is now, or as it was when each thing happened. */
export const FIGURE_TREES = ['now', 'then'] as const

const whose = {
  tenantId: idSchema.optional(),
  /** Without it, this year. */
  bucket: bucketSchema.optional(),
  /** The day whose knowledge counts, at its end; without it, today. */
  asOf: civilDateSchema.optional(),
  tree: z.enum(FIGURE_TREES).default('now'),
}

/** Whose figures, of which stretch of time, as known when, by which tree. */
export const indicatorBoardInput = z.strictObject(whose)

/** The board as a file; `indicator`: the one whose months and places are shown, the first unless it is named. */
export const exportIndicatorsInput = z.strictObject({
  ...whose,
  indicator: codeSchema.optional(),
  language: z.enum(['zh', 'en']).default('zh'),
})

/** The facts behind a figure. */
export const factListInput = z.strictObject({
  ...whose,
  indicator: codeSchema,
  /** Those of the incubator alone. */
  alone: z.boolean().default(false),
  before: z.strictObject({ day: civilDateSchema, id: z.string().regex(/^\d{1,18}$/) }).optional(),
})

const nameSchema = z.strictObject({ zh: z.string(), en: z.string() })

/** A figure against what is to be reached. */
const againstPlan = {
  /** Null: a share of nothing. */
  value: z.number().nullable(),
  plan: z.int().nullable(),
  /** In per cent of the plan. */
  attainment: z.number().nullable(),
}

/** What is to be reached, and what is there on the day. */
const targetLine = z.strictObject({
  id: z.string(),
  name: nameSchema,
  indicatorId: z.string(),
  ...againstPlan,
  /** The last day for it; null of what is asked each year. */
  day: civilDateSchema.nullable(),
  isSetting: z.boolean(),
  provision: z.string().nullable(),
})

/** Indicators of a place, their targets, and the places below side by side. */
export const indicatorBoardSchema = z.strictObject({
  scope: boardScopeSchema,
  bucket: bucketSchema,
  asOf: civilDateSchema,
  today: civilDateSchema,
  tree: z.enum(FIGURE_TREES),
  months: z.array(z.string()),
  indicators: z.array(
    z.strictObject({
      id: z.string(),
      name: nameSchema,
      definition: nameSchema,
      unit: z.enum(INDICATOR_UNITS),
      /** How places make the place above: added up, each organisation once, or reckoned anew. */
      as: z.enum(['sum', 'organisations', 'standing', 'share']),
      provision: z.string().nullable(),
      value: z.number().nullable(),
      /** What the place is to reach in the year, as its superior and it have signed, or as it set for itself; null: nothing, or not the reader's to know. */
      signed: z.int().nullable(),
      /** Its place in the funnel of the life cycle; null of what is no step of it. */
      step: z.int().nullable(),
      /** The same stretch a year before. */
      previous: z.number().nullable(),
      /** By month, the latest last. */
      trend: z.array(z.number().nullable()),
      /** What the places below sum to beyond the figure: organisations that more than one of them counts. */
      overlap: z.number(),
    }),
  ),
  targets: z.array(targetLine),
  children: z.array(
    z.strictObject({
      ...childOf,
      figures: z.record(z.string(), z.number().nullable()),
      targets: z.record(z.string(), z.strictObject(againstPlan)),
      /** What the place is to reach in the year, by indicator, as `signed` of the whole. */
      shares: z.record(z.string(), z.int()),
    }),
  ),
})

const factRow = z.strictObject({
  id: z.string(),
  day: civilDateSchema,
  recordedAt: rowInstantSchema,
  kind: z.enum(FACT_KINDS),
  /** What it is of within its kind, as the network calls it; null where it is of nothing narrower. */
  detail: nameSchema.nullable(),
  amount: z.int(),
  tenantId: rowIdSchema,
  tenantName: z.string(),
  /** The organisation or activity that it is about; empty where the reader may not see it any more. */
  subject: z.string(),
  /** Where the row is that it was made from. */
  source: z.strictObject({ page: z.enum(['organisation', 'case', 'activity', 'tenant']), id: rowIdSchema }).nullable(),
})

/** A page of facts, the latest first. */
export const factListSchema = z.strictObject({
  scope: boardScopeSchema,
  indicator: z.strictObject({
    id: z.string(),
    name: nameSchema,
    definition: nameSchema,
    unit: z.enum(INDICATOR_UNITS),
  }),
  bucket: bucketSchema,
  asOf: civilDateSchema,
  /** The figure that the facts make. */
  value: z.number().nullable(),
  rows: z.array(factRow),
  next: z.strictObject({ day: civilDateSchema, id: z.string() }).nullable(),
})

const activityCard = {
  kind: codeSchema,
  title: z.string().trim().min(1).max(120),
  onDay: civilDateSchema,
  attendances: z.int().min(0).max(100_000),
  words: z.string().trim().max(2000).default(''),
}

/** Work that leaves no other record, written down by the incubator that did it. */
export const recordActivityInput = z.strictObject({ key: requestKeySchema, ...activityCard })
export const changeActivityInput = z.strictObject({ id: idSchema, version: versionSchema, ...activityCard })
export const voidActivityInput = z.strictObject({
  id: idSchema,
  version: versionSchema,
  reason: z.string().trim().min(1).max(500),
})
export const getActivityInput = z.strictObject({ id: idSchema })

/** Activities of the acting incubator, or of all below it too, the latest first. */
export const listActivitiesInput = z.strictObject({
  within: z.enum(['own', 'below']).default('own'),
  kind: codeSchema.optional(),
  before: cursorSchema.optional(),
})

/** An activity as its incubator and those above read it. */
export const activitySchema = z.strictObject({
  id: rowIdSchema,
  tenantId: rowIdSchema,
  tenantName: z.string(),
  kind: z.string(),
  title: z.string(),
  onDay: z.string(),
  attendances: z.int(),
  words: z.string(),
  personName: z.string(),
  createdAt: rowInstantSchema,
  version: z.int(),
  voidReason: z.string().nullable(),
  may: z.strictObject({ change: z.boolean() }),
})
export const activityListSchema = z.strictObject({ ...pageOf(activitySchema).shape, mayRecord: z.boolean() })
