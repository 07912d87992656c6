import type { BatchView } from '@fuqiao/contract'
import { errorMessage } from '#lib/errors.ts'
import { m } from '#lib/paraglide/messages.js'
import { sectionLabel } from '#lib/words.ts'
import type { Came } from './in-turn.ts'

/** Names in one line, in the way of the page's language. */
export const listed = (names: readonly string[]) => names.join(m.dashboards_list_mark())

/** What a row of the preview has to say beside its result. */
export function previewWords(row: {
  refusal: BatchView['rows'][number]['refusal']
  emptySections: readonly string[]
  isSuggested: boolean
}): string[] {
  if (row.refusal) return [errorMessage(row.refusal.code, row.refusal.params)]
  const empty = listed(row.emptySections.map(sectionLabel))
  return [
    ...(empty === '' ? [] : [m.batches_empty_sections({ sections: empty })]),
    ...(row.isSuggested ? [] : [m.batches_not_suggested()]),
  ]
}

/** How an organisation of a batch stands while it has no referral; null where it has one. */
export function standingWords({ referral, refusal }: BatchView['rows'][number]) {
  if (referral) return referral.state === null ? { label: m.batches_state_discarded(), tone: 'ended' as const } : null
  return refusal
    ? { label: m.batches_state_refused(), tone: 'bad' as const }
    : { label: m.batches_state_pending(), tone: 'neutral' as const }
}

/** What an action on several came to, in one line, and those that were refused. */
export function resultOf(action: 'requestConsent' | 'approve', came: readonly Came[]) {
  const refused = came.filter(({ refusal }) => refusal !== null)
  const label = action === 'approve' ? m.batches_result_approve() : m.batches_result_ask()
  const count = came.length - refused.length
  const title =
    refused.length === 0
      ? m.batches_result_done({ action: label, count })
      : m.batches_result_some({ action: label, count, not: refused.length })
  return { title, refused }
}
