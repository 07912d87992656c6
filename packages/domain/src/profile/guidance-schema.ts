import { z } from 'zod'
import { provision, term } from './parts.ts'

/** What incubators have to acknowledge, and by when. */
const acknowledging = z.strictObject({
  provision: provision.optional(),
  /** How long an incubator has to say that it knows of it. */
  acknowledge: term,
})

/** Service standards of the centre (B-09). */
export const standards = acknowledging

/** Service items that those above ask of those below (B-19). */
export const serviceItems = acknowledging

/** Whose word it takes to publish: the centre's, or the writing incubator's own. */
export const PUBLISHING_DECIDERS = ['centre', 'writer'] as const

/** The publishing desk (B-06). */
export const publishing = z.strictObject({
  provision: provision.optional(),
  approvedBy: z.enum(PUBLISHING_DECIDERS),
})

/** The rules of acknowledging of one network. */
export type AcknowledgingRules = z.infer<typeof acknowledging>
/** The rules of publishing of one network. */
export type PublishingRules = z.infer<typeof publishing>
