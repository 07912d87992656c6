import { referralFilterSchema, type ReferralFilter, type ReferralSort } from '@fuqiao/contract'
import { REFERRAL_STATES } from '@fuqiao/domain/referral'
import { parseSort } from '#lib/ui/table-column.ts'

/** The filter in an address. What somebody tampered with is left out, so that every address shows a list. */
export function parseFilter(params: URLSearchParams): ReferralFilter {
  const states = params.getAll('state').filter(state => REFERRAL_STATES.some(known => known === state))
  const wanted = {
    ...(states.length > 0 ? { states } : {}),
    ...(params.get('overdue') ? { overdue: true } : {}),
    ...(params.get('unconfirmed') ? { unconfirmed: true } : {}),
    ...(params.get('batch') ? { batchId: params.get('batch') } : {}),
    ...Object.fromEntries(
      ['kind', 'direction', 'mode', 'number'].flatMap(name => {
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

/** Columns of a list of referrals that sort it. */
export const SORTABLE = { clock: 'up', submittedAt: true, updatedAt: true } as const

/** The API's order for the table's `sort` parameter; by last change when there is none it knows. */
export function sortOf(parameter: string | null): ReferralSort {
  const sort = parseSort(parameter)
  if (sort?.key === 'clock' && !sort.descending) return 'due'
  if (sort?.key === 'submittedAt') return sort.descending ? 'submitted' : 'firstSubmitted'
  return sort?.key === 'updatedAt' && !sort.descending ? 'leastChanged' : 'changed'
}

/** Which rows an address asks for, in which order. */
export function listIn(params: URLSearchParams): { filter: ReferralFilter; sort: ReferralSort } {
  return { filter: parseFilter(params), sort: sortOf(params.get('sort')) }
}

/** The parameters of an address that say which rows a list holds and in what order, without paging and columns. */
export function filterQuery(params: URLSearchParams): URLSearchParams {
  const names = new Set([
    'wait',
    'state',
    'kind',
    'direction',
    'mode',
    'overdue',
    'unconfirmed',
    'number',
    'batch',
    'sort',
  ])
  return new URLSearchParams([...params].filter(([name, value]) => names.has(name) && value !== ''))
}
