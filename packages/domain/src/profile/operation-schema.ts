import { z } from 'zod'
import { id, name, named, provision } from './parts.ts'
import { OPERATOR_KINDS } from './vocabulary.ts'

/** What an outside operator must be (a condition), or had better be (a preference). */
const operatorCondition = z.strictObject({
  id,
  name,
  weighs: z.enum(['condition', 'preference']),
  /** Reckoned from the day of registration or from the rating (1A to 5A), or confirmed in words. */
  check: z.discriminatedUnion('by', [
    z.strictObject({ by: z.literal('yearsRegistered'), atLeast: z.int().min(1).max(50) }),
    z.strictObject({ by: z.literal('rating'), atLeast: z.int().min(1).max(5) }),
    z.strictObject({ by: z.literal('words') }),
  ]),
  provision: provision.optional(),
})

/** Who runs an incubator: the bureau itself, or a professional body through purchase of service. */
export const operation = z.strictObject({
  provision: provision.optional(),
  /** The ways of operation that the document has. */
  ways: z.array(named(OPERATOR_KINDS)).min(1),
  /** What is looked at when service is purchased. */
  conditions: z.array(operatorCondition),
})

/** The rules of operation of one network. */
export type OperationRules = z.infer<typeof operation>
