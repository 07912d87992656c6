import { z } from 'zod'
import { idSchema } from './ids.ts'

/** What came of a referral: by its code, and in full for whoever reads more. */
export const outcomeSchema = z.strictObject({
  code: z.string(),
  /** The code is a cause of failure. */
  isFailure: z.boolean(),
  text: z.string().nullable(),
  services: z.string().nullable(),
  /** What the target handed in with it, served by `/files/attachments/:id`; for whoever reads its words. */
  papers: z.array(
    z.strictObject({
      id: idSchema,
      fileName: z.string(),
      size: z.int(),
      personName: z.string(),
      createdAt: z.iso.datetime({ offset: true }),
    }),
  ),
})
