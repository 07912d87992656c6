import { type AgreementFilter, agreementFilterSchema } from '@fuqiao/contract'

/** The filter that an address asks for; what it cannot mean is left out. */
export function agreementFilterIn(params: URLSearchParams): AgreementFilter {
  const asked = {
    ...(params.get('state') ? { states: params.getAll('state') } : {}),
    ...(params.get('whose') ? { whose: params.get('whose') } : {}),
    ...(params.get('standing') ? { standing: true } : {}),
    ...(params.get('text')?.trim() ? { text: params.get('text') } : {}),
  }
  const parsed = agreementFilterSchema.safeParse(asked)
  return parsed.success ? parsed.data : {}
}
