import { OPERATOR_STATES } from '@fuqiao/domain/operator'
import { OPERATOR_KINDS } from '@fuqiao/domain/profile'
import { z } from 'zod'
import { civilDateSchema, idSchema, requestKeySchema, versionSchema } from './ids.ts'
import { instantSchema } from './referral.ts'

const words = (max: number) => z.string().trim().max(max)
const name = z.strictObject({ zh: z.string(), en: z.string() })

/** A body that is to run an incubator, and what is known of it. Purchased service has a contract with a last day. */
const contract = {
  name: words(100).min(2),
  kind: z.enum(OPERATOR_KINDS),
  contractNumber: words(60).default(''),
  from: civilDateSchema,
  until: civilDateSchema.nullable().default(null),
  registeredOn: civilDateSchema.nullable().default(null),
  /** 1 (A) to 5 (5A). */
  rating: z.int().min(1).max(5).nullable().default(null),
  /** What is said of the conditions that are confirmed in words, by their id. */
  words: z
    .array(z.strictObject({ id: words(60), said: words(500) }))
    .max(30)
    .default([]),
}

export const appointOperatorInput = z.strictObject({ key: requestKeySchema, tenantId: idSchema, ...contract })
/** Ends the operator that is there, by its id and version, and appoints another. */
export const handOverOperatorInput = z.strictObject({
  key: requestKeySchema,
  id: idSchema,
  version: versionSchema,
  reason: words(500).min(2),
  ...contract,
})

/** The answer to a change: the operator that is there now, and how many places of the one before ended. */
export const operatorChanged = z.strictObject({
  id: idSchema,
  version: versionSchema,
  state: z.enum(OPERATOR_STATES),
  endedPlaces: z.int(),
})

/** An operator of an incubator, now or before. */
export const operatorViewSchema = z.strictObject({
  id: idSchema,
  version: versionSchema,
  name: z.string(),
  kind: z.enum(OPERATOR_KINDS),
  contractNumber: z.string(),
  from: civilDateSchema,
  until: civilDateSchema.nullable(),
  state: z.enum(OPERATOR_STATES),
  conditions: z.array(z.strictObject({ id: z.string(), isMet: z.boolean(), said: z.string() })),
  appointedByName: z.string(),
  endedAt: instantSchema.nullable(),
  endReason: z.string(),
})
export type OperatorView = z.infer<typeof operatorViewSchema>

/** Who runs an incubator and who did, the latest first, and what the network asks of an operator. */
export const operatorsOfTenantSchema = z.strictObject({
  operators: z.array(operatorViewSchema),
  ways: z.array(z.strictObject({ id: z.enum(OPERATOR_KINDS), name })),
  conditions: z.array(
    z.strictObject({
      id: z.string(),
      name,
      weighs: z.enum(['condition', 'preference']),
      by: z.enum(['yearsRegistered', 'rating', 'words']),
    }),
  ),
  mayAppoint: z.boolean(),
})
