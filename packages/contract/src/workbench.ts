import { z } from 'zod'
import { referralRowSchema } from './referral.ts'

/** The workbench: the page everyone opens in the morning. */
export const workbenchSchema = z.strictObject({
  counts: z.strictObject({
    toDo: z.int(),
    overdue: z.int(),
    dueToday: z.int(),
    /** Overdue referrals that climbed to this desk. */
    escalated: z.int(),
    startedByMe: z.int(),
    unreadNotices: z.int(),
  }),
  /** Waiting for the viewer's tenant (or organisation), due first. */
  toDo: z.array(referralRowSchema),
  /** Moved by the viewer lately, latest first. */
  done: z.array(referralRowSchema),
  startedByMe: z.array(referralRowSchema),
  /** Answered, ended or closed in the last 30 days. */
  forInformation: z.array(referralRowSchema),
  /** Due today, of those that wait for the viewer. */
  dueToday: z.array(referralRowSchema),
  /** The tenant's own figures; null for an organisation. */
  tiles: z
    .strictObject({
      organisationsByStage: z.record(z.string(), z.int()),
      sentOpen: z.int(),
      receivedOpen: z.int(),
      sentThisMonth: z.int(),
      receivedThisMonth: z.int(),
    })
    .nullable(),
})
