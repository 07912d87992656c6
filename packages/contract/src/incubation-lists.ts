import { CASE_OUTCOMES, CASE_STATES, CASE_TASK_KINDS } from '@fuqiao/domain/incubation'
import { CASE_ACTORS } from '@fuqiao/domain/profile'
import { z } from 'zod'
import { civilDateSchema, idSchema, requestKeySchema, rowIdSchema, rowInstantSchema } from './ids.ts'
import { callViewSchema } from './incubation.ts'
import { cursorSchema } from './paging.ts'
import { instantSchema } from './referral.ts'

const someWords = (max: number) => z.string().trim().min(1).max(max)

/** Orders of a list of cases: what is due first on top, or the latest changed. */
export const CASE_SORTS = ['due', 'changed'] as const
export const caseFilterSchema = z.strictObject({
  states: z.array(z.enum(CASE_STATES)).min(1).max(CASE_STATES.length).optional(),
  /** Only what waits for the acting tenant. */
  waiting: z.boolean().optional(),
})
export const listCasesInput = z.strictObject({
  filter: caseFilterSchema.optional(),
  sort: z.enum(CASE_SORTS).default('due'),
  cursor: cursorSchema.optional(),
})
export const caseRowSchema = z.strictObject({
  id: rowIdSchema,
  number: z.string().nullable(),
  organisationName: z.string(),
  tenantName: z.string(),
  state: z.enum(CASE_STATES),
  outcome: z.enum(CASE_OUTCOMES).nullable(),
  /** The task that is due first; null where none is open. */
  task: z
    .strictObject({
      kind: z.enum(CASE_TASK_KINDS),
      name: z.strictObject({ zh: z.string(), en: z.string() }),
      holder: z.enum([...CASE_ACTORS, 'applicant']),
      startedAt: rowInstantSchema,
      dueAt: rowInstantSchema,
      level: z.int(),
    })
    .nullable(),
  /** Preferences that it meets. */
  preferences: z.int(),
  submittedAt: rowInstantSchema.nullable(),
  updatedAt: rowInstantSchema,
})
export type CaseRow = z.infer<typeof caseRowSchema>

/** What is due in a span of days. */
export const listDueInput = z.strictObject({ from: civilDateSchema, to: civilDateSchema })
export const dueRowSchema = z.strictObject({
  caseId: rowIdSchema,
  organisationName: z.string(),
  tenantName: z.string(),
  kind: z.enum(CASE_TASK_KINDS),
  name: z.strictObject({ zh: z.string(), en: z.string() }),
  holder: z.enum([...CASE_ACTORS, 'applicant']),
  /** The day it is due, or of what is planned, begins. */
  day: civilDateSchema,
  isPlanned: z.boolean(),
})

// The public's

export const publicNoticeSchema = z.strictObject({
  id: idSchema,
  networkName: z.string(),
  tenantName: z.string(),
  organisationName: z.string(),
  publishedAt: instantSchema,
  endsAt: instantSchema,
  isRunning: z.boolean(),
})
export const objectInput = z.strictObject({
  key: requestKeySchema,
  id: idSchema,
  name: someWords(60),
  contact: someWords(120),
  words: someWords(2000),
})

/** A call as the public reads it. */
export const publicCallSchema = callViewSchema
  .pick({
    id: true,
    number: true,
    tenantName: true,
    title: true,
    words: true,
    closesOn: true,
    opensOn: true,
    places: true,
  })
  .extend({ networkName: z.string() })
