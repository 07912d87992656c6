import type { MailChoice, NoticeGroup } from '@fuqiao/contract'
import { m } from '#lib/paraglide/messages.js'

const groups: Readonly<Record<NoticeGroup, () => string>> = {
  waiting: m.channels_group_waiting,
  deadline: m.channels_group_deadline,
  progress: m.channels_group_progress,
  delivery: m.channels_group_delivery,
}
const hints: Readonly<Record<NoticeGroup, () => string>> = {
  waiting: m.channels_hint_waiting,
  deadline: m.channels_hint_deadline,
  progress: m.channels_hint_progress,
  delivery: m.channels_hint_delivery,
}
const choices: Readonly<Record<MailChoice, () => string>> = {
  atOnce: m.channels_choice_at_once,
  digest: m.channels_choice_digest,
  none: m.channels_choice_none,
}

/** A group of notices in words. */
export const groupWords = (group: NoticeGroup): string => groups[group]()
/** What belongs to it. */
export const groupHint = (group: NoticeGroup): string => hints[group]()
/** How to be told, in words. */
export const choiceWords = (choice: MailChoice): string => choices[choice]()

const states: Readonly<Record<string, () => string>> = {
  waiting: m.channels_state_waiting,
  sent: m.channels_state_sent,
  failed: m.channels_state_failed,
  dropped: m.channels_state_dropped,
}
const faults: Readonly<Record<string, () => string>> = {
  notReached: m.channels_fault_notReached,
  timedOut: m.channels_fault_timedOut,
  certificate: m.channels_fault_certificate,
  notPublic: m.channels_fault_notPublic,
  secretUnreadable: m.channels_fault_secretUnreadable,
  paused: m.channels_fault_paused,
}

/** What became of a message, and why. */
export function deliveryWords({ state, errorCode }: { state: string; errorCode: string | null }): string {
  const words = states[state]?.() ?? state
  if (errorCode === null) return words
  const status = /^http(\d+)$/.exec(errorCode)?.[1]
  const fault = status ? m.channels_fault_status({ status }) : (faults[errorCode]?.() ?? errorCode)
  return `${words} · ${fault}`
}
