import { z } from 'zod'
import { idSchema, requestKeySchema, versionSchema } from './ids.ts'

/** The five grades by which government services in China are rated, the best first. */
export const RATING_GRADES = [
  'verySatisfied',
  'satisfied',
  'fairlySatisfied',
  'dissatisfied',
  'veryDissatisfied',
] as const
export type RatingGrade = (typeof RATING_GRADES)[number]

/** Grades that are given with a reason. */
export const GRADES_WITH_REASON: readonly RatingGrade[] = ['dissatisfied', 'veryDissatisfied']

/** How an organisation found the service. */
export const ratingSchema = z.strictObject({
  grade: z.enum(RATING_GRADES),
  words: z.string(),
  at: z.iso.datetime({ offset: true }),
})

/** A rating of a closed referral; the version is the one that the organisation saw. */
export const rateReferralInput = z
  .strictObject({
    key: requestKeySchema,
    id: idSchema,
    version: versionSchema,
    grade: z.enum(RATING_GRADES),
    words: z.string().trim().max(500).default(''),
  })
  .refine(({ grade, words }) => words !== '' || !GRADES_WITH_REASON.includes(grade), {
    path: ['words'],
    message: 'INPUT_RATING_REASON',
  })
