import { NODE_KINDS, TIERS } from '@fuqiao/domain/profile'
import { ACKNOWLEDGING_STANDINGS, STANDARD_ACTIONS, STANDARD_STANDINGS, STANDARD_STATES } from '@fuqiao/domain/standard'
import { z } from 'zod'
import { civilDateSchema, idSchema, requestKeySchema, versionSchema } from './ids.ts'
import { instantSchema } from './referral.ts'

const line = (max: number) => z.string().trim().min(1).max(max)
const ruleId = z.string().regex(/^[a-z][A-Za-z0-9]{0,59}$/)

const section = z.strictObject({ heading: line(100), words: line(5000) })
/** What the centre writes of a version. */
const card = {
  title: line(100),
  sections: z.array(section).min(1).max(30),
  services: z.array(ruleId).min(1).max(100),
  inForceFrom: civilDateSchema,
}
const change = { key: requestKeySchema, id: idSchema, version: versionSchema }

/** `code`: what all versions of the standard have in common, such as `FW-01`. */
export const draftStandardInput = z.strictObject({
  key: requestKeySchema,
  code: z
    .string()
    .trim()
    .regex(/^[A-Z][A-Z0-9-]{1,19}$/, { message: 'INPUT_STANDARD_CODE' }),
  ...card,
})
export const editStandardInput = z.strictObject({ ...change, ...card })
/** Of a published version: the next one begins with its words; of a draft: it is published, or discarded. */
export const changeStandardInput = z.strictObject(change)
export const standardChanged = z.strictObject({ id: idSchema, version: versionSchema, state: z.enum(STANDARD_STATES) })

export const acknowledgeInput = z.strictObject({ key: requestKeySchema, id: idSchema })
export const acknowledged = z.strictObject({ id: idSchema, at: instantSchema })

/** How the acting incubator stands to it; null where it is not asked. */
export const ownAcknowledgingSchema = z
  .strictObject({
    standing: z.enum(ACKNOWLEDGING_STANDINGS),
    /** Null where the day lies beyond the loaded calendar. */
    dueAt: instantSchema.nullable(),
    givenAt: instantSchema.nullable(),
    personName: z.string(),
    mayGive: z.boolean(),
  })
  .nullable()
export type OwnAcknowledging = z.infer<typeof ownAcknowledgingSchema>

/** A version among those of its standard. */
export const standardRowSchema = z.strictObject({
  id: idSchema,
  code: z.string(),
  number: z.int(),
  title: z.string(),
  services: z.array(z.string()),
  inForceFrom: civilDateSchema,
  state: z.enum(STANDARD_STATES),
  standing: z.enum(STANDARD_STANDINGS),
  publishedAt: instantSchema.nullable(),
  own: ownAcknowledgingSchema,
  /** How many of those below acknowledged it; null where nobody is below. */
  given: z.int().nullable(),
})
export type StandardRowView = z.infer<typeof standardRowSchema>

export const standardsSchema = z.strictObject({
  rows: z.array(standardRowSchema),
  /** How many incubators are below. */
  below: z.int(),
  mayWrite: z.boolean(),
})

/** Incubators below by how they stand, of a tier or of all. */
export const acknowledgingCountSchema = z.strictObject({
  tier: z.enum(TIERS),
  asked: z.int(),
  given: z.int(),
  open: z.int(),
  overdue: z.int(),
})

/** A version with its words, its standard's other versions, and who has acknowledged it. */
export const standardViewSchema = z.strictObject({
  ...standardRowSchema.omit({ given: true }).shape,
  tenantName: z.string(),
  personName: z.string(),
  sections: z.array(z.strictObject({ heading: z.string(), words: z.string() })),
  versions: z.array(
    z.strictObject({
      id: idSchema,
      number: z.int(),
      standing: z.enum(STANDARD_STANDINGS),
      inForceFrom: civilDateSchema,
    }),
  ),
  /** Services recorded under this version, as far as they are in sight. */
  recorded: z.int(),
  /** By tier, from the top; empty where nobody is below. */
  counts: z.array(acknowledgingCountSchema),
  actions: z.array(z.enum(STANDARD_ACTIONS)),
  version: versionSchema,
})
export type StandardView = z.infer<typeof standardViewSchema>

export const listAcknowledgingInput = z.strictObject({
  id: idSchema,
  tier: z.enum(TIERS).optional(),
  standing: z.enum(ACKNOWLEDGING_STANDINGS).optional(),
  /** The incubator that the page before ended with. */
  cursor: idSchema.optional(),
})
/** An incubator below, and how it stands to a version. */
export const acknowledgingRowSchema = z.strictObject({
  tenantId: idSchema,
  tenantName: z.string(),
  tier: z.enum(TIERS),
  kind: z.enum(NODE_KINDS),
  standing: z.enum(ACKNOWLEDGING_STANDINGS),
  dueAt: instantSchema.nullable(),
  givenAt: instantSchema.nullable(),
  personName: z.string(),
})
export type AcknowledgingRow = z.infer<typeof acknowledgingRowSchema>
export const acknowledgingPageSchema = z.strictObject({
  rows: z.array(acknowledgingRowSchema),
  next: idSchema.nullable(),
})
