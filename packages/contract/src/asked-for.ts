import { z } from 'zod'

const instant = z.iso.datetime({ offset: true })

/** Who asked for the organisation of a referral, and why (调入): told to the sender alone, also after it was submitted. */
export const askedForSchema = z.strictObject({
  number: z.string(),
  byName: z.string(),
  askedAt: instant,
  reason: z.string(),
  offer: z.string(),
  /** When the asker's request ends without a referral. */
  dueAt: instant,
  /** The asker waits no more; what is sent all the same is still linked to its request. */
  isEnded: z.boolean(),
})
