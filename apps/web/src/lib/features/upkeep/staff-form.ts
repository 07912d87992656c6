import { SOCIAL_WORK_CERTIFICATES } from '@fuqiao/domain/profile'
import { z } from 'zod'

/** What the form says of somebody who works in an incubator: a form's numbers are text. */
export const staffForm = z.object({
  name: z.string().trim().min(1).max(60),
  post: z.string().trim().min(1).max(60),
  time: z.enum(['full', 'part']),
  isPurchasedPost: z.boolean(),
  certificate: z.enum(SOCIAL_WORK_CERTIFICATES),
  certificateNumber: z.string().trim().max(60).default(''),
  hasSocialWorkDegree: z.boolean(),
  monthlyPay: z.coerce.number().int().min(0).max(1_000_000).nullable().default(null),
  isPartyMember: z.boolean(),
  from: z.iso.date(),
})

/** As the API takes it. */
export const staffCardOf = ({ time, ...card }: z.output<typeof staffForm>) => ({
  ...card,
  isFullTime: time === 'full',
})
