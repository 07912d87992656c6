import { z } from 'zod'
import { civilDateSchema, idSchema } from './ids.ts'
import { cursorSchema } from './paging.ts'

/** The first word of an action, such as `referral` of `referral.accept`. */
export const AUDIT_TOPICS = [
  'session',
  'membership',
  'organisation',
  'dossier',
  'import',
  'referral',
  'consent',
  'agreement',
  'standard',
  'serviceItem',
  'publication',
  'enquiry',
  'meeting',
  'assignment',
  'report',
  'target',
  'referralRequest',
  'tenant',
  'network',
  'rules',
  'filing',
  'operator',
  'staff',
  'premises',
  'activity',
  'mail',
  'webhook',
  'audit',
] as const

/** What the audit trail is narrowed to. */
export const auditFilterSchema = z.strictObject({
  topic: z.enum(AUDIT_TOPICS).optional(),
  /** A whole action, such as `referral.accept`. */
  action: z.string().max(60).optional(),
  /** Part of a person's name. */
  person: z.string().trim().max(60).optional(),
  tenantId: idSchema.optional(),
  subjectId: idSchema.optional(),
  outcome: z.enum(['done', 'denied']).optional(),
  /** Civil dates, both included. */
  from: civilDateSchema.optional(),
  to: civilDateSchema.optional(),
})
export type AuditFilter = z.infer<typeof auditFilterSchema>

/** The columns a trail can show and an export can hold, in their order. */
export const AUDIT_COLUMNS = [
  'at',
  'personName',
  'tenantName',
  'action',
  'subjectKind',
  'subjectId',
  'outcome',
  'details',
] as const
export type AuditColumn = (typeof AUDIT_COLUMNS)[number]

/** One line of the trail. `details` are codes, states and versions. */
export const auditRowSchema = z.strictObject({
  id: idSchema,
  at: z.iso.datetime({ offset: true }),
  tenantId: idSchema.nullable(),
  tenantName: z.string(),
  personName: z.string(),
  action: z.string(),
  subjectKind: z.string(),
  subjectId: idSchema.nullable(),
  outcome: z.enum(['done', 'denied']),
  details: z.record(z.string(), z.json()),
})
export type AuditRow = z.infer<typeof auditRowSchema>

/** The order of the trail: newest first or oldest first. */
export const auditSortSchema = z.enum(['newest', 'oldest'])
export type AuditSort = z.infer<typeof auditSortSchema>

export const listAuditInput = z.strictObject({
  filter: auditFilterSchema.default({}),
  sort: auditSortSchema.default('newest'),
  cursor: cursorSchema.optional(),
})

/** Lines that an export holds at most. */
export const auditExportMaxRows = 20_000

export const exportAuditInput = z.strictObject({
  filter: auditFilterSchema.default({}),
  sort: auditSortSchema.default('newest'),
  columns: z
    .array(z.enum(AUDIT_COLUMNS))
    .min(1)
    .max(AUDIT_COLUMNS.length)
    .default([...AUDIT_COLUMNS]),
  format: z.enum(['xlsx', 'csv']).default('xlsx'),
  language: z.enum(['zh', 'en']).default('zh'),
})
