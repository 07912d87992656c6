import { ORGANISATION_FIELDS, REFERRAL_MODES } from '@fuqiao/domain/profile'
import { z } from 'zod'
import { failureOf } from '#lib/server/failure.ts'

const text = (max: number) => z.string().trim().min(1).max(max)

/** The form of a draft, its standing terms flat. */
export const agreementForm = z.object({
  key: z.uuid(),
  version: z.coerce.number().int().min(0),
  otherTenantId: z.uuid(),
  title: text(80),
  firstDuties: text(2000),
  secondDuties: text(2000),
  from: z.iso.date(),
  until: z.iso.date(),
  accepting: z.enum(['none', 'first', 'second']),
  modes: z.array(z.enum(REFERRAL_MODES)),
  fields: z.array(z.enum(ORGANISATION_FIELDS)),
  divisionCodes: z.string().trim().max(400).default(''),
  quota: z.coerce.number().int().min(0).max(10_000).default(0),
  quotaPer: z.enum(['month', 'term']).default('month'),
  leadName: z.string().trim().max(60).default(''),
})

/** The terms of an agreement as the form says them. */
export function termsIn(input: z.output<typeof agreementForm>) {
  const { otherTenantId, title, firstDuties, secondDuties, from, until, accepting, modes, fields } = input
  const { quota, quotaPer, leadName } = input
  const divisionCodes = input.divisionCodes.split(/[\s,，、]+/).filter(Boolean)
  return {
    ...{ otherTenantId, title, firstDuties, secondDuties, from, until },
    standing: accepting === 'none' ? null : { accepting, modes, fields, divisionCodes, quota, quotaPer, leadName },
  }
}

/** Says a refusal of the standing terms at the field it is about, not at the terms as a whole. */
export async function atItsField<Answer>(call: Promise<Answer>): Promise<Answer> {
  try {
    return await call
  } catch (thrown) {
    const failure = failureOf(thrown)
    if (failure === null || !Object.keys(failure.fields).some(path => path.startsWith('standing.'))) throw thrown
    const fields = Object.fromEntries(
      Object.entries(failure.fields).map(([path, code]) => [path.replace('standing.', ''), code]),
    )
    const body = { appCode: failure.code, params: failure.params, fields }
    throw Object.assign(new Error(failure.code), { code: 'BAD_REQUEST', body })
  }
}
