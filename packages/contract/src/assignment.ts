import {
  ASSIGNMENT_ACTIONS,
  ASSIGNMENT_CLOCK_ACTIONS,
  ASSIGNMENT_KINDS,
  ASSIGNMENT_ORIGINS,
  ASSIGNMENT_STATES,
} from '@fuqiao/domain/assignment'
import { z } from 'zod'
import { civilDateSchema, idSchema, requestKeySchema, versionSchema } from './ids.ts'
import { cursorSchema } from './paging.ts'
import { instantSchema, tenantRefSchema } from './referral.ts'

const words = (max: number) => z.string().trim().max(max)
const someWords = (max: number) => words(max).min(1)

export const assignmentStateSchema = z.enum(ASSIGNMENT_STATES)
/** How the viewer stands to an assignment: one of its sides, both, or above whoever is responsible. */
export const assignmentPartySchema = z.enum(['issuer', 'responsible', 'both', 'superior'])

/** A duty has a last day; a remark has none and asks to be acknowledged. */
export const issueAssignmentInput = z.strictObject({
  key: requestKeySchema,
  tenantId: idSchema,
  kind: z.enum(ASSIGNMENT_KINDS),
  title: someWords(80),
  words: someWords(2000),
  dueOn: civilDateSchema.nullable(),
})
const changeOf = { key: requestKeySchema, id: idSchema, version: versionSchema }
export const changeAssignmentInput = z.strictObject(changeOf)
/** What was done, or why it is sent back or withdrawn. */
export const sayOnAssignmentInput = z.strictObject({ ...changeOf, words: words(2000) })
export const addAssignmentPaperInput = z.strictObject({
  id: idSchema,
  fileName: z.string().min(1).max(500),
  content: z.custom<Uint8Array>(given => given instanceof Uint8Array),
})

/** The answer to every change of an assignment. */
export const assignmentChanged = z.strictObject({
  id: idSchema,
  number: z.string(),
  version: z.int(),
  state: assignmentStateSchema,
})

export const assignmentFilterSchema = z.strictObject({
  states: z.array(assignmentStateSchema).max(ASSIGNMENT_STATES.length).optional(),
  /** `toUs`: the acting incubator is responsible; `byUs`: it issued it; `below`: an incubator below it is responsible. */
  whose: z.enum(['toUs', 'byUs', 'below']).optional(),
  /** Whoever is responsible. */
  tenantId: idSchema.optional(),
  origin: z.enum(ASSIGNMENT_ORIGINS).optional(),
  /** Waits for the acting incubator: to acknowledge, to do, or to confirm. */
  waiting: z.boolean().optional(),
  /** Past its end and still with whoever is responsible. */
  late: z.boolean().optional(),
  /** Part of the title or the number. */
  text: words(60).optional(),
})
export type AssignmentFilter = z.infer<typeof assignmentFilterSchema>
/** Orders of the list: last or first changed, due soonest or last. */
export const ASSIGNMENT_SORTS = ['changed', 'leastChanged', 'due', 'dueLast'] as const
const assignmentSortSchema = z.enum(ASSIGNMENT_SORTS)
export type AssignmentSort = z.infer<typeof assignmentSortSchema>
/** The columns that the list can show and its file can hold, in their order. */
export const ASSIGNMENT_COLUMNS = ['title', 'number', 'tenant', 'issuer', 'origin', 'due', 'state', 'updated'] as const
export type AssignmentColumn = (typeof ASSIGNMENT_COLUMNS)[number]

export const listAssignmentsInput = z.strictObject({
  filter: assignmentFilterSchema.optional(),
  sort: assignmentSortSchema.default('changed'),
  cursor: cursorSchema.optional(),
})
export const exportAssignmentsInput = z.strictObject({
  filter: assignmentFilterSchema.default({}),
  sort: assignmentSortSchema.default('changed'),
  columns: z
    .array(z.enum(ASSIGNMENT_COLUMNS))
    .min(1)
    .max(ASSIGNMENT_COLUMNS.length)
    .default([...ASSIGNMENT_COLUMNS]),
  language: z.enum(['zh', 'en']).default('zh'),
})

/** A row of the list. */
export const assignmentRowSchema = z.strictObject({
  id: idSchema,
  number: z.string(),
  version: z.int(),
  as: assignmentPartySchema,
  kind: z.enum(ASSIGNMENT_KINDS),
  origin: z.enum(ASSIGNMENT_ORIGINS),
  state: assignmentStateSchema,
  title: z.string(),
  issuer: tenantRefSchema,
  tenant: tenantRefSchema,
  /** Its last day; a remark has none. */
  dueOn: civilDateSchema.nullable(),
  dueAt: instantSchema.nullable(),
  isLate: z.boolean(),
  /** It waits for the viewer's incubator. */
  isMine: z.boolean(),
  updatedAt: instantSchema,
})
export type AssignmentRowView = z.infer<typeof assignmentRowSchema>

/** A paper that shows what was done. */
export const assignmentPaperSchema = z.strictObject({
  id: idSchema,
  fileName: z.string(),
  mediaType: z.string(),
  size: z.int(),
  personName: z.string(),
  createdAt: instantSchema,
})

/** An assignment as whoever reads it sees it. */
export const assignmentViewSchema = z.strictObject({
  ...assignmentRowSchema.shape,
  words: z.string(),
  /** The meeting that resolved it, for whoever may read it. */
  meeting: z.strictObject({ id: idSchema, number: z.string() }).nullable(),
  issuedByName: z.string(),
  issuedAt: instantSchema,
  acknowledgedAt: instantSchema.nullable(),
  /** The last report and what was said to it. */
  report: z.string(),
  reportedAt: instantSchema.nullable(),
  remarks: z.string(),
  confirmedAt: instantSchema.nullable(),
  /** It has climbed to the superior of whoever is responsible. */
  hasClimbed: z.boolean(),
  papers: z.array(assignmentPaperSchema),
  history: z.array(
    z.strictObject({
      seq: z.int(),
      at: instantSchema,
      action: z.enum([...ASSIGNMENT_ACTIONS, ...ASSIGNMENT_CLOCK_ACTIONS, 'issue']),
      toState: assignmentStateSchema,
      /** Null: it came about by itself. */
      by: z.enum(['issuer', 'responsible']).nullable(),
      byName: z.string(),
      note: z.string(),
    }),
  ),
  actions: z.array(z.enum(ASSIGNMENT_ACTIONS)),
  /** Papers are added while it is being done. */
  mayAddPaper: z.boolean(),
})
export type AssignmentView = z.infer<typeof assignmentViewSchema>
