import { type CaseView, requestKeySchema } from '@fuqiao/contract'
import { z } from 'zod'
import { refuseFields } from '#lib/features/referrals/refuse-fields.ts'
import { m } from '#lib/paraglide/messages.js'
import type { FormRules } from './application-steps.ts'

/** What every form of an application carries. */
export const kept = { key: requestKeySchema, version: z.coerce.number().int().min(1) }
/** Where a step leads once it is kept. */
const go = z.enum(['next', 'later']).default('next')

type Claims = CaseView['application']['claims']

/** The form of the answers: a field for each that the network asks. */
export function answersForm({ application }: FormRules) {
  const fields = application.answers.map(({ id }) => [`answer_${id}`, z.string().trim().max(4000).default('')] as const)
  return z.object({ ...Object.fromEntries<z.ZodType>(fields), ...kept, go })
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

/** The answers that were typed. */
export function answersIn({ application }: FormRules, input: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(application.answers.map(({ id }) => [id, textOf(input[`answer_${id}`])]))
}

/** The form of the conditions that the applicant speaks to: yes or no, and words. */
export function conditionsForm({ eligibility }: FormRules) {
  const fields = eligibility
    .filter(({ check }) => check.by === 'answer')
    .flatMap(({ id }) => [
      [`claim_${id}`, z.enum(['yes', 'no']).optional()] as const,
      [`words_${id}`, z.string().trim().max(2000).default('')] as const,
    ])
  return z.object({ ...Object.fromEntries<z.ZodType>(fields), ...kept, go })
}

/** What was said of the conditions; words without a yes or no are refused, so that they are not lost. */
export function claimsIn({ eligibility }: FormRules, input: Record<string, unknown>): Claims {
  const undecided: Record<string, string> = {}
  const claims = eligibility.flatMap(({ id, check }) => {
    if (check.by !== 'answer') return []
    const words = textOf(input[`words_${id}`])
    const said = input[`claim_${id}`]
    if (said === undefined && words !== '') undecided[`claim_${id}`] = m.errors_field_choose()
    return said === undefined ? [] : [{ id, claims: said === 'yes', words }]
  })
  if (Object.keys(undecided).length > 0) refuseFields(undecided)
  return claims
}

/** A paper of the application, with what it is handed in as. */
export const paperForm = z.object({ recordId: z.string().min(1), file: z.instanceof(File) })
/** What the server takes, said before anybody chooses a file. */
export const PAPER_KINDS = ['.pdf', '.jpg', '.jpeg', '.png', '.docx', '.xlsx'] as const
export const PAPER_MAX_BYTES = 10_000_000
