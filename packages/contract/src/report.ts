import { REPORT_ACTIONS, REPORT_CLOCK_ACTIONS, REPORT_SIDES, REPORT_STATES } from '@fuqiao/domain/report'
import { INDICATOR_UNITS } from '@fuqiao/domain/profile'
import { z } from 'zod'
import { civilDateSchema, idSchema, requestKeySchema, versionSchema } from './ids.ts'
import { bucketSchema, factListSchema } from './indicator.ts'
import { cursorSchema } from './paging.ts'
import { instantSchema, tenantRefSchema } from './referral.ts'

const words = (max: number) => z.string().trim().max(max)
const codeSchema = z.string().regex(/^[a-z][A-Za-z0-9]{0,60}$/)
const nameSchema = z.strictObject({ zh: z.string(), en: z.string() })
/** Of what is being written; 0 before anything was. */
const draftVersionSchema = z.int().min(0)

export const reportStateSchema = z.enum(REPORT_STATES)
/** How the viewer stands to a report: its own, directly above it, or further above. */
export const reportPartySchema = z.enum(['own', 'desk', 'superior'])

const changeOf = { key: requestKeySchema, id: idSchema, version: versionSchema }
/** Remarks, or a reason. */
export const sayOnReportInput = z.strictObject({ ...changeOf, words: words(2000) })
/** What was written goes along as it was read: `draftVersion`. */
export const sendReportInput = z.strictObject({ ...changeOf, draftVersion: draftVersionSchema })
export const compileReportInput = z.strictObject({ key: requestKeySchema, id: idSchema, version: draftVersionSchema })
export const saveReportInput = z.strictObject({
  ...compileReportInput.shape,
  /** By part; what is left out stays as it is. */
  narrative: z.record(codeSchema, words(5000)).refine(parts => Object.keys(parts).length <= 20),
  appraisals: z
    .array(z.strictObject({ caseId: idSchema, grade: z.union([codeSchema, z.literal('')]), words: words(500) }))
    .max(500)
    .default([]),
})
export const restateReportInput = z.strictObject({ ...changeOf, indicator: codeSchema, reason: words(500).min(1) })
export const drawReportSampleInput = z.strictObject(changeOf)
export const findReportSampleInput = z.strictObject({
  ...changeOf,
  ordinal: z.int().min(1).max(50),
  finding: z.enum(['inOrder', 'notInOrder']),
  words: words(500),
})
/** `seq`: an earlier submission; left out, what stands now. */
export const getReportInput = z.strictObject({ id: idSchema, seq: versionSchema.optional() })

/** The answer to every change of a report. */
export const reportChanged = z.strictObject({ id: idSchema, version: z.int(), state: reportStateSchema })
/** The answer to a change of what is being written. */
export const reportWritten = z.strictObject({ id: idSchema, version: z.int() })

export const reportFilterSchema = z.strictObject({
  states: z.array(reportStateSchema).max(REPORT_STATES.length).optional(),
  /** `own`: of the acting incubator; `below`: of incubators below it; `direct`: of those directly below. */
  whose: z.enum(['own', 'below', 'direct']).optional(),
  tenantId: idSchema.optional(),
  kind: codeSchema.optional(),
  bucket: bucketSchema.optional(),
  /** Waits for the acting incubator: to be written, or to be looked at. */
  waiting: z.boolean().optional(),
  /** Past its end and still with whoever makes it. */
  late: z.boolean().optional(),
  /** Part of the incubator's name. */
  text: words(60).optional(),
})
export type ReportFilter = z.infer<typeof reportFilterSchema>
/** Orders of the list: last or first changed, due soonest or last. */
export const REPORT_SORTS = ['changed', 'leastChanged', 'due', 'dueLast'] as const
const reportSortSchema = z.enum(REPORT_SORTS)
export type ReportSort = z.infer<typeof reportSortSchema>
/** The columns that the list can show and its file can hold, in their order. */
export const REPORT_COLUMNS = ['kind', 'bucket', 'tenant', 'due', 'state', 'submitted', 'updated'] as const
export type ReportColumn = (typeof REPORT_COLUMNS)[number]

export const listReportsInput = z.strictObject({
  filter: reportFilterSchema.optional(),
  sort: reportSortSchema.default('changed'),
  cursor: cursorSchema.optional(),
})
export const exportReportsInput = z.strictObject({
  filter: reportFilterSchema.default({}),
  sort: reportSortSchema.default('changed'),
  columns: z
    .array(z.enum(REPORT_COLUMNS))
    .min(1)
    .max(REPORT_COLUMNS.length)
    .default([...REPORT_COLUMNS]),
  language: z.enum(['zh', 'en']).default('zh'),
})

/** A row of the list. */
export const reportRowSchema = z.strictObject({
  id: idSchema,
  version: z.int(),
  as: reportPartySchema,
  kind: z.strictObject({ id: z.string(), name: nameSchema }),
  bucket: bucketSchema,
  state: reportStateSchema,
  tenant: tenantRefSchema,
  dueAt: instantSchema,
  isLate: z.boolean(),
  /** It waits for the viewer's incubator. */
  isMine: z.boolean(),
  submittedAt: instantSchema.nullable(),
  updatedAt: instantSchema,
})
export type ReportRowView = z.infer<typeof reportRowSchema>
export const reportListSchema = z.strictObject({
  rows: z.array(reportRowSchema),
  next: cursorSchema.nullable(),
  /** What the network's rules know of, to choose from. */
  kinds: z.array(z.strictObject({ id: z.string(), name: nameSchema })),
  buckets: z.array(z.string()),
})

const valueSchema = z.number().nullable()
/** A figure of a report. */
export const reportLineSchema = z.strictObject({
  id: z.string(),
  name: nameSchema,
  definition: nameSchema,
  unit: z.enum(INDICATOR_UNITS),
  /** As it was compiled; null of a share of nothing, and before it was. */
  value: valueSchema,
  /** Of the incubator alone. */
  own: valueSchema,
  /** As it was last restated. */
  restated: z.strictObject({ value: valueSchema }).nullable(),
  /** As it stands now. */
  now: valueSchema,
  /** It stands otherwise than it was reported or restated. */
  differs: z.boolean(),
})

/** What was found of a fact that was drawn. */
export const reportSampleSchema = z.strictObject({
  ordinal: z.int(),
  fact: factListSchema.shape.rows.element.nullable(),
  factId: z.string(),
  finding: z.enum(['inOrder', 'notInOrder']).nullable(),
  words: z.string(),
  foundByName: z.string(),
})

const appraisalSchema = z.strictObject({
  caseId: z.string(),
  name: z.string(),
  /** The marks of the case's assessments, as far as the viewer's page needs them. */
  marks: z.array(z.strictObject({ on: civilDateSchema, mark: z.number() })),
  grade: z.string(),
  words: z.string(),
})

/** A report as whoever reads it sees it. */
export const reportViewSchema = z.strictObject({
  ...reportRowSchema.shape,
  isSetting: z.boolean(),
  provision: z.string().nullable(),
  isRoot: z.boolean(),
  remarks: z.string(),
  hasClimbed: z.boolean(),
  /** What is shown: what is being written, a submission, or nothing where the viewer may not read any yet. */
  shown: z.enum(['draft', 'submission', 'nothing']),
  /** The submission shown. */
  seq: z.int().nullable(),
  draftVersion: draftVersionSchema,
  knownOn: civilDateSchema.nullable(),
  compiledAt: instantSchema.nullable(),
  writtenBy: z.string(),
  lines: z.array(reportLineSchema),
  /** The figures of each place directly below, as they were compiled. */
  below: z.array(z.strictObject({ tenantId: z.string(), name: z.string(), values: z.record(z.string(), valueSchema) })),
  narrative: z.array(
    z.strictObject({
      ...{ id: z.string(), name: nameSchema, isRequired: z.boolean(), maxLength: z.int(), text: z.string() },
    }),
  ),
  /** Null where the report has none. */
  appraisal: z
    .strictObject({
      grades: z.array(z.strictObject({ id: z.string(), name: nameSchema })),
      residents: z.array(appraisalSchema),
    })
    .nullable(),
  submissions: z.array(z.strictObject({ seq: z.int(), at: instantSchema, personName: z.string() })),
  /** The reports of those directly below, of the same kind and stretch. */
  children: z.array(reportRowSchema),
  /** Reports from anywhere below that are neither accepted nor excused. */
  openBelow: z.int(),
  check: z.strictObject({ seq: z.int(), seed: z.string(), samples: z.array(reportSampleSchema) }).nullable(),
  restatements: z.array(
    z.strictObject({
      ...{ id: z.string(), indicator: z.string(), oldValue: valueSchema, newValue: valueSchema, reason: z.string() },
      ...{ knownOn: civilDateSchema, personName: z.string(), at: instantSchema },
    }),
  ),
  history: z.array(
    z.strictObject({
      seq: z.int(),
      at: instantSchema,
      action: z.enum([...REPORT_ACTIONS, ...REPORT_CLOCK_ACTIONS, 'draw', 'find', 'restate']),
      toState: reportStateSchema,
      /** Null: it came about by itself. */
      by: z.enum(REPORT_SIDES).nullable(),
      byName: z.string(),
      note: z.string(),
    }),
  ),
  actions: z.array(z.enum(REPORT_ACTIONS)),
  may: z.strictObject({
    write: z.boolean(),
    check: z.boolean(),
    draw: z.boolean(),
    restate: z.boolean(),
    export: z.boolean(),
  }),
})
export type ReportView = z.infer<typeof reportViewSchema>
