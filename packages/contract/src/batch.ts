import { DOSSIER_SECTIONS } from '@fuqiao/domain/profile'
import { z } from 'zod'
import { type ErrorCode, errorCodes } from './errors.ts'
import { civilDateSchema, idSchema, requestKeySchema } from './ids.ts'
import {
  instantSchema,
  referralModeSchema,
  referralStateSchema,
  sectionSchema,
  suggestionSchema,
  tenantRefSchema,
} from './referral.ts'

/** More organisations than any profile allows in one batch. */
const batchCap = 100

/** Trimmed words of a length. */
const words = (max: number) => z.string().trim().max(max)
const organisationIds = z.array(idSchema).min(1).max(batchCap)

/** What is said once for all organisations of a batch (批量转介). */
const wish = {
  mode: referralModeSchema,
  need: words(60).min(1),
  /** What is asked, in the sender's words; the same for each, so that it may name none of them. */
  needText: words(500),
  targetTenantId: idSchema,
  /** Why another target than a suggested one. */
  otherReason: words(500),
  purpose: words(500),
  sections: z.array(sectionSchema).max(DOSSIER_SECTIONS.length),
  personal: z.boolean(),
  grantUntil: civilDateSchema,
}

export const previewBatchInput = z.strictObject({ organisationIds, ...wish })
export const startBatchInput = z.strictObject({
  key: requestKeySchema,
  name: words(60).min(1),
  organisationIds,
  ...wish,
})
export const suggestForBatchInput = z.strictObject({ organisationIds, need: words(60).min(1) })
/** One organisation of a batch: its draft is begun once, however often this is asked. */
export const beginOfBatchInput = z.strictObject({ id: idSchema, organisationId: idSchema })

/** Why an organisation of a batch cannot be referred, with the values of the message. */
export const batchRefusalSchema = z.strictObject({
  code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type BatchRefusal = z.infer<typeof batchRefusalSchema>

const organisationRef = z.strictObject({ id: idSchema, name: z.string() })

/** What would become of each organisation, in the order in which they were marked. */
export const batchPreviewSchema = z.strictObject({
  rows: z.array(
    z.strictObject({
      organisation: organisationRef,
      refusal: batchRefusalSchema.nullable(),
      /** Chosen sections in which nothing is written. */
      emptySections: z.array(sectionSchema),
      /** The target is among those suggested for this organisation. */
      isSuggested: z.boolean(),
    }),
  ),
})

/** Suggested targets for several organisations together: `fits` says to how many of them each is suggested. */
export const batchSuggestionsSchema = z.strictObject({
  suggestions: z.array(z.strictObject({ ...suggestionSchema.shape, fits: z.int() })),
  considered: z.int(),
})

export const batchStarted = z.strictObject({ id: idSchema, number: z.string(), organisationIds: z.array(idSchema) })

/** What came of one organisation: its draft, or why there is none. */
export const batchItemBegun = z.strictObject({
  organisationId: idSchema,
  referral: z.strictObject({ id: idSchema, number: z.string() }).nullable(),
  refusal: batchRefusalSchema.nullable(),
})

/** A batch as its sender's list names it. */
export const batchRowSchema = z.strictObject({
  id: idSchema,
  number: z.string(),
  name: z.string(),
  size: z.int(),
  createdByName: z.string(),
  createdAt: instantSchema,
})

/** A batch with what became of each organisation. */
export const batchViewSchema = z.strictObject({
  ...batchRowSchema.shape,
  mode: referralModeSchema,
  need: z.string(),
  needText: z.string(),
  target: tenantRefSchema,
  otherReason: z.string(),
  purpose: z.string(),
  sections: z.array(sectionSchema),
  personal: z.boolean(),
  grantUntil: civilDateSchema,
  rows: z.array(
    z.strictObject({
      /** The name is null once the organisation is out of sight. */
      organisation: z.strictObject({ id: idSchema, name: z.string().nullable() }),
      /** `state` and `version` are null where the draft was discarded. */
      referral: z
        .strictObject({
          id: idSchema,
          number: z.string(),
          state: referralStateSchema.nullable(),
          version: z.int().nullable(),
        })
        .nullable(),
      refusal: batchRefusalSchema.nullable(),
    }),
  ),
  /** What the viewer may do with those that stand where it can be done. */
  can: z.strictObject({ begin: z.boolean(), requestConsent: z.boolean(), approve: z.boolean() }),
})
export type BatchView = z.infer<typeof batchViewSchema>
