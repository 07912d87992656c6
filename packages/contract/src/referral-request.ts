import { ORGANISATION_FIELDS } from '@fuqiao/domain/profile'
import { REQUEST_STATES } from '@fuqiao/domain/referral-request'
import { z } from 'zod'
import { idSchema, requestKeySchema } from './ids.ts'
import { instantSchema, referralModeSchema } from './referral.ts'

const words = (max: number) => z.string().trim().max(max)
const someWords = (max: number) => words(max).min(1)

/** Whom it is about, as the organisation states it, and what it is asked for. */
const asked = {
  /** Full name as the organisation states it; may be empty where the code is given. */
  name: words(120),
  /** Null where it has none, or does not know it. */
  creditCode: words(40).nullable(),
  need: someWords(60),
  field: z.enum(ORGANISATION_FIELDS),
  mode: referralModeSchema,
  reason: someWords(500),
  offer: someWords(500),
}

/** Asks for an organisation that another incubator may have. */
export const askForOrganisationInput = z.strictObject({ key: requestKeySchema, ...asked })

/** The answer is the same whether there is such an organisation or not: it was asked, and ends by itself. */
export const organisationAskedFor = z.strictObject({
  id: idSchema,
  number: z.string(),
  state: z.literal('open'),
  dueAt: instantSchema,
})

/** A request in the asker's list. */
export const referralRequestRowSchema = z.strictObject({
  id: idSchema,
  number: z.string(),
  ...asked,
  state: z.enum(REQUEST_STATES),
  askedAt: instantSchema,
  askedByName: z.string(),
  dueAt: instantSchema,
  /** Working days until it ends; null where it has ended, or a year between is not loaded. */
  workingDaysLeft: z.int().nullable(),
  /** When it was asked, or ended. */
  changedAt: instantSchema,
  /** Null while nothing is to be told. */
  settledAt: instantSchema.nullable(),
  /** The referral that came of it, once it was submitted. */
  referral: z.strictObject({ id: idSchema, number: z.string() }).nullable(),
})
export type ReferralRequestRow = z.infer<typeof referralRequestRowSchema>

/** What may be asked, and how often. */
export const requestTermsSchema = z.strictObject({
  perDay: z.int(),
  leftToday: z.int(),
  term: z.strictObject({ days: z.int(), unit: z.enum(['workingDay', 'calendarDay']) }),
})
