import { normaliseName } from '@fuqiao/domain/organisation'
import {
  DOSSIER_SECTIONS,
  ORGANISATION_FIELDS,
  ORGANISATION_KINDS,
  ORGANISATION_STAGES,
  TIERS,
} from '@fuqiao/domain/profile'
import { z } from 'zod'
import { civilDateSchema, idSchema, requestKeySchema, rowIdSchema, versionSchema } from './ids.ts'

/** Kinds that a civil-affairs department registers; they have a credit code. */
export const REGISTERED_KINDS = ['association', 'serviceOrganisation', 'foundation'] as const

/** The largest document of a dossier or signed paper, in bytes. */
export const DOCUMENT_MAX_BYTES = 10_000_000
/** The most papers that go with the report of an outcome; together they fit into what a page may send. */
export const OUTCOME_PAPERS_MAX = 5
/** The largest workbook of an import, in bytes. */
export const IMPORT_MAX_BYTES = 5_000_000
/** The most rows of an import. */
export const IMPORT_MAX_ROWS = 5000

const kind = z.enum(ORGANISATION_KINDS)
const stage = z.enum(ORGANISATION_STAGES)
const field = z.enum(ORGANISATION_FIELDS)
const divisionCode = z.string().regex(/^\d{2,12}$/)
const text = (max: number) => z.string().trim().max(max)

/** A typed or imported name of an organisation, cleaned: see `normaliseName`. Fails with INPUT_NAME_EMPTY or INPUT_NAME_TOO_LONG. */
export const organisationNameSchema = z
  .string()
  .max(2000)
  .transform((typed, context) => {
    const check = normaliseName(typed)
    if (check.ok) return check.name
    context.addIssue({ code: 'custom', message: `INPUT_${check.refusal}` })
    return z.NEVER
  })

const registerCard = {
  name: organisationNameSchema,
  creditCode: text(40).optional(),
  /** Why the officer keeps a code that fails the check of GB 32100-2015. */
  creditCodeOverride: text(200).optional(),
  kind,
  stage,
  field,
  divisionCode,
  address: text(200).default(''),
  summary: text(1000).default(''),
  registeredOn: civilDateSchema.optional(),
  registrationAuthority: text(100).default(''),
  /** What the officer answers to organisations in sight that look the same. */
  duplicateAnswer: text(200).optional(),
}

/** What an officer enters to register an organisation. */
export const registerOrganisationSchema = z.strictObject({ key: requestKeySchema, ...registerCard })
export type RegisterOrganisation = z.infer<typeof registerOrganisationSchema>

/** What an officer changes on the register's card; every field is sent. */
export const updateOrganisationSchema = z.strictObject({ id: idSchema, version: versionSchema, ...registerCard })
export type UpdateOrganisation = z.infer<typeof updateOrganisationSchema>

/** A duplicate, the organisation of the same custodian that it is merged into, and the versions of both that the person compared. */
export const mergeOrganisationSchema = z.strictObject({
  key: requestKeySchema,
  id: idSchema,
  version: versionSchema,
  survivorId: idSchema,
  survivorVersion: versionSchema,
  reason: text(500).min(2),
})

/** The ways a list of organisations is ordered: by last change, latest or longest ago first, or by name as a dictionary does, or backwards. */
export const ORGANISATION_SORTS = ['changed', 'leastChanged', 'name', 'nameBackwards'] as const

/** Which organisations a list or an export holds. */
export const organisationFilterSchema = z.strictObject({
  /** The acting tenant's own; its own and those of all below it; or those opened to it by a live grant. */
  within: z.enum(['own', 'below', 'granted']).default('below'),
  kinds: z.array(kind).max(ORGANISATION_KINDS.length).default([]),
  stages: z.array(stage).max(ORGANISATION_STAGES.length).default([]),
  fields: z.array(field).max(ORGANISATION_FIELDS.length).default([]),
  /** A division and all inside it. */
  divisionCode: divisionCode.optional(),
  tenantId: idSchema.optional(),
  /** A tenant and all below it; civil dates of registration in the product and of filing, both included: where figures of a board lead. */
  underTenantId: idSchema.optional(),
  /** In custody of the incubators of one tier. */
  custodianTier: z.enum(TIERS).optional(),
  addedFrom: civilDateSchema.optional(),
  addedTo: civilDateSchema.optional(),
  filedFrom: civilDateSchema.optional(),
  filedTo: civilDateSchema.optional(),
})
export type OrganisationFilter = z.infer<typeof organisationFilterSchema>

/** Where a page of organisations begins: after the row with this sort value and id. */
export const organisationCursorSchema = z.strictObject({ value: z.string().max(2000), id: idSchema })
export type OrganisationCursor = z.infer<typeof organisationCursorSchema>

/** A page of the list. */
export const listOrganisationsSchema = organisationFilterSchema.extend({
  sort: z.enum(ORGANISATION_SORTS).default('changed'),
  cursor: organisationCursorSchema.optional(),
})
export type ListOrganisations = z.infer<typeof listOrganisationsSchema>

/** One line of a list. */
export const organisationRowSchema = z.strictObject({
  id: rowIdSchema,
  name: z.string(),
  creditCode: z.string().nullable(),
  filingNumber: z.string().nullable(),
  kind,
  stage,
  field,
  divisionCode: z.string(),
  divisionName: z.string(),
  tenantId: rowIdSchema,
  tenantName: z.string(),
  registeredOn: z.string().nullable(),
  /** ISO 8601 with microseconds, in UTC. */
  updatedAt: z.string(),
})
export type OrganisationRow = z.infer<typeof organisationRowSchema>

/** The columns a list can show and an export can hold, in their order. */
export const ORGANISATION_COLUMNS = [
  'name',
  'creditCode',
  'filingNumber',
  'kind',
  'stage',
  'field',
  'divisionName',
  'tenantName',
  'registeredOn',
  'updatedAt',
] as const
export type OrganisationColumn = (typeof ORGANISATION_COLUMNS)[number]

/** Why a known organisation may be the same. */
export const DUPLICATE_CAUSES = ['creditCode', 'name', 'initials'] as const

/** An organisation in sight that may be the one being registered. */
export const possibleDuplicateSchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  creditCode: z.string().nullable(),
  tenantName: z.string(),
  because: z.enum(DUPLICATE_CAUSES),
})
export type PossibleDuplicate = z.infer<typeof possibleDuplicateSchema>

/** A named person of an organisation, as a form sends it. */
export const personSchema = z.strictObject({
  name: z.string().trim().min(1).max(60),
  position: z.string().trim().min(1).max(60),
  phone: text(30).default(''),
  certificate: text(60).default(''),
  isFullTime: z.boolean().default(true),
  /** A degree in social work, which counts like a certificate (Z-02). */
  hasSocialWorkDegree: z.boolean().default(false),
  isPartyMember: z.boolean().default(false),
})

/** A named person as a page reads it; masked for superiors (王*, 138****1234). */
export const personViewSchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  position: z.string(),
  phone: z.string(),
  certificate: z.string(),
  isFullTime: z.boolean(),
  hasSocialWorkDegree: z.boolean(),
  isPartyMember: z.boolean(),
  version: versionSchema,
})
export type PersonView = z.infer<typeof personViewSchema>

/** Who looked into a dossier across tenants, and on what ground. */
export const accessViewSchema = z.strictObject({
  at: z.string(),
  tenantName: z.string(),
  personName: z.string(),
  basis: z.enum(['grant', 'supervision', 'unmask']),
  sections: z.array(z.string()),
  reason: z.string(),
})
export type AccessView = z.infer<typeof accessViewSchema>

/** A check of a document (核验): somebody looked at the original. It stays when it is set aside or no longer holds. */
export const documentCheckViewSchema = z.strictObject({
  id: idSchema,
  /** Of the profile's list. */
  kind: z.string(),
  tenantId: idSchema,
  tenantName: z.string(),
  personName: z.string(),
  checkedOn: z.string(),
  /** The last day it holds; null where it has none. */
  validUntil: z.string().nullable(),
  note: z.string(),
  revoked: z.strictObject({ at: z.string(), byName: z.string(), reason: z.string() }).nullable(),
})
export type DocumentCheckView = z.infer<typeof documentCheckViewSchema>

/** A check as it is sealed into a dossier (see the documents section of a snapshot): the document that it is of, and its digest. */
export type SealedCheck = Pick<
  DocumentCheckView,
  'kind' | 'tenantName' | 'personName' | 'checkedOn' | 'validUntil' | 'note'
> & { fileName: string; sha256: string }

/** A stored paper of the dossier. */
export const documentViewSchema = z.strictObject({
  id: idSchema,
  fileName: z.string(),
  mediaType: z.string(),
  size: z.int(),
  personName: z.string(),
  createdAt: z.string(),
  /** The latest first. */
  checks: z.array(documentCheckViewSchema),
})
export type DocumentView = z.infer<typeof documentViewSchema>

/** A section's name. */
export const dossierSectionNameSchema = z.enum(DOSSIER_SECTIONS)

/** The columns of an import's workbook, in the template's order. */
export const IMPORT_COLUMNS = [
  'name',
  'kind',
  'creditCode',
  'creditCodeOverride',
  'stage',
  'field',
  'divisionCode',
  'address',
  'registeredOn',
  'registrationAuthority',
  'summary',
] as const
export type ImportColumn = (typeof IMPORT_COLUMNS)[number]

/** What is wrong with a cell of an import. */
export const importErrorSchema = z.strictObject({
  field: z.string(),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})
export type ImportError = z.infer<typeof importErrorSchema>

/** What became of a row. */
export const IMPORT_ROW_STATES = ['ready', 'bad', 'duplicate', 'imported'] as const

/** A row of an import as a page reads it. */
export const importRowSchema = z.strictObject({
  rowNumber: z.int(),
  values: z.record(z.string(), z.string()),
  errors: z.array(importErrorSchema),
  state: z.enum(IMPORT_ROW_STATES),
  organisationId: idSchema.nullable(),
})
export type ImportRow = z.infer<typeof importRowSchema>

/** What becomes of an import. */
export const IMPORT_STATES = ['checked', 'running', 'done', 'cancelled'] as const

/** An import as a page reads it; `ready` rows wait, `duplicates` wait for an answer or stay out. */
export const importJobSchema = z.strictObject({
  id: idSchema,
  fileName: z.string(),
  state: z.enum(IMPORT_STATES),
  total: z.int(),
  bad: z.int(),
  duplicates: z.int(),
  ready: z.int(),
  imported: z.int(),
  personName: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  version: versionSchema,
})
export type ImportJob = z.infer<typeof importJobSchema>
