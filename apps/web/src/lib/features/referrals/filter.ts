import { referralFilterSchema, type ReferralFilter } from '@fuqiao/contract'
import { REFERRAL_STATES } from '@fuqiao/domain/referral'

/** The filter in an address. What somebody tampered with is left out, so that every address shows a list. */
export function parseFilter(params: URLSearchParams): ReferralFilter {
  const states = params.getAll('state').filter(state => REFERRAL_STATES.some(known => known === state))
  const wanted = {
    ...(states.length > 0 ? { states } : {}),
    ...(params.get('overdue') ? { overdue: true } : {}),
    ...Object.fromEntries(
      ['direction', 'mode', 'number'].flatMap(name => {
        const value = params.get(name)?.trim()
        return value ? [[name, value]] : []
      }),
    ),
  }
  const whole = referralFilterSchema.safeParse(wanted)
  if (whole.success) return whole.data
  const wrong = new Set(whole.error.issues.map(({ path }) => path[0]))
  return referralFilterSchema
    .catch({})
    .parse(Object.fromEntries(Object.entries(wanted).filter(([name]) => !wrong.has(name))))
}

/** The parameters of an address that narrow a list, without paging, columns and sorting. */
export function filterQuery(params: URLSearchParams): URLSearchParams {
  const names = new Set(['state', 'direction', 'mode', 'overdue', 'number'])
  return new URLSearchParams([...params].filter(([name, value]) => names.has(name) && value !== ''))
}
