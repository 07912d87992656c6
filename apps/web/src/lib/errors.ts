import { m } from '#lib/paraglide/messages.js'
import { referralActionLabel, referralStateLabel, tenantStatusLabel } from '#lib/words.ts'

type Params = Record<string, string | number>
type Message = (params: Params) => string

const modules = import.meta.glob<Record<string, Message>>('./paraglide/messages/errors_*.js', { eager: true })
const catalogue = new Map(
  Object.values(modules)
    .flatMap(module => Object.entries(module))
    .filter(([name]) => name.startsWith('errors_')),
)

/** Whether the message catalogue has words for the code. */
export function isKnownError(code: string): boolean {
  return catalogue.has(`errors_${code}`)
}

/** Identifiers among the values become the words the page uses for them. */
function inWords(params: Params): Params {
  const { state, action } = params
  return {
    ...params,
    ...(typeof state === 'string' ? { state: tenantStatusLabel(referralStateLabel(state)) } : {}),
    ...(typeof action === 'string' ? { action: referralActionLabel(action) } : {}),
  }
}

/**
 * What to tell the user about an error code of the API, in the language of the page.
 * An unknown code gets the general sentence with the code as reference: never the text of an exception.
 */
export function errorMessage(code: string, params: Params = {}): string {
  const withState = 'state' in params ? catalogue.get(`errors_${code}_with_state`) : undefined
  const message = withState ?? catalogue.get(`errors_${code}`)
  return message?.(inWords(params)) ?? m.errors_UNEXPECTED({ reference: code })
}
