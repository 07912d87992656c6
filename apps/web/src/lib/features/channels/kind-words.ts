import { WEBHOOK_TEST } from '@fuqiao/contract'
import type { ApiOutputs } from '#lib/api.ts'
import { noticeText } from '#lib/features/notices/notice-words.ts'
import { m } from '#lib/paraglide/messages.js'

type Kind = ApiOutputs['notifications']['list']['rows'][number]['kind']

/** What an event is, in the words of its notice without number and names; its code stands after it, for whoever reads the events. */
export function noticeKindWords(kind: string): string {
  if (kind === '') return ''
  if (kind === WEBHOOK_TEST) return `${m.channels_webhook_test_kind()} (${kind})`
  const text = noticeText({ kind: kind as Kind, params: { number: '', fromName: '', toName: '' } })
  return `${text.replace(/\s+/g, ' ').trim()} (${kind})`
}
