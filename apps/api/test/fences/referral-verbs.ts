import { ACTIONS } from '@fuqiao/access'
import type { BookLine } from './fenced.ts'

// What is read, or writes a row of its own, or takes one away.
const notChanges: ReadonlySet<string> = new Set(['read', 'list', 'export', 'create', 'discard', 'refuseConsent'])
/** What of the rule book ends in a change of a referral's row. */
export const referralVerbs: readonly BookLine[] = ACTIONS.Referral.filter(action => !notChanges.has(action)).map(
  action => [action, 'Referral'] as const,
)
