import type { ApiInputs } from '#lib/api.ts'

type Asked = ApiInputs['cases']['list']
type Filter = NonNullable<Asked['filter']>
type State = NonNullable<Filter['states']>[number]

/** What of the list the address asks for; whatever it cannot ask for is left out. */
export function caseFilterIn(params: URLSearchParams, known: readonly State[]): Filter {
  const states = known.filter(state => params.getAll('state').includes(state))
  return { ...(states.length > 0 ? { states } : {}), ...(params.get('waiting') === '1' ? { waiting: true } : {}) }
}

/** Nothing is due of them: by what is due their list would be empty. */
const withoutDue: readonly State[] = ['draft', 'ended']

/** What the address asks for; else due first, unless it is only about cases of which nothing is due. */
export function sortIn(parameter: string | null, { states = [] }: Filter): 'due' | 'changed' {
  if (parameter === 'changed' || parameter === 'due') return parameter
  return states.length > 0 && states.every(state => withoutDue.includes(state)) ? 'changed' : 'due'
}
