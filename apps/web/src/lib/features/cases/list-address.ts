import type { ApiInputs } from '#lib/api.ts'

type Asked = ApiInputs['cases']['list']
type Filter = NonNullable<Asked['filter']>
type State = NonNullable<Filter['states']>[number]

/** What of the list the address asks for; whatever it cannot ask for is left out. */
export function caseFilterIn(params: URLSearchParams, known: readonly State[]): Filter {
  const states = known.filter(state => params.getAll('state').includes(state))
  return { ...(states.length > 0 ? { states } : {}), ...(params.get('waiting') === '1' ? { waiting: true } : {}) }
}

/** Due first, unless the address asks for the latest changed. */
export const sortIn = (parameter: string | null): 'due' | 'changed' => (parameter === 'changed' ? 'changed' : 'due')
