import { GROUP_OF, NOTICE_KINDS, type NoticeKind, WEBHOOK_GROUPS } from '@fuqiao/contract'

/** A group of notices that an endpoint can be told of. */
export type WebhookGroup = (typeof WEBHOOK_GROUPS)[number]

/** The kinds of notices of these groups. */
export const kindsOf = (groups: readonly WebhookGroup[]): NoticeKind[] =>
  NOTICE_KINDS.filter(kind => (groups as readonly string[]).includes(GROUP_OF[kind]))

/** The groups that these kinds come from. */
export const groupsOf = (kinds: readonly string[]): WebhookGroup[] =>
  WEBHOOK_GROUPS.filter(group => NOTICE_KINDS.some(kind => GROUP_OF[kind] === group && kinds.includes(kind)))
