import { isoDate } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'
import type { TenantPage } from './load-tenant.ts'

/** Changes of the tree that have a page of their own. */
export const CHANGES = ['suspend', 'resume', 'merge', 'reparent'] as const
export type Change = (typeof CHANGES)[number]

const changeNames = {
  open: m.tenants_do_open,
  suspend: m.tenants_do_suspend,
  resume: m.tenants_do_resume,
  merge: m.tenants_do_merge,
  reparent: m.tenants_do_reparent,
}

/** What this person may change here, as buttons. */
export function actionsOf(actions: readonly string[]): { key: string; label: string; isGrave: boolean }[] {
  return (['open', 'reparent', 'suspend', 'resume', 'merge'] as const)
    .filter(key => actions.includes(key))
    .map(key => ({ key, label: changeNames[key](), isGrave: key === 'suspend' || key === 'merge' }))
}

/** Name of a change of the tree. */
export const changeName = (change: Change | 'open'): string => changeNames[change]()

/** What a status means for work. */
export function statusTone(status: string): 'good' | 'warn' | 'ended' {
  if (status === 'active') return 'good'
  return status === 'suspended' ? 'warn' : 'ended'
}

const told: Record<string, () => string> = {
  opened: m.tenants_was_opened,
  renamed: m.tenants_was_renamed,
  suspended: m.tenants_was_suspended,
  resumed: m.tenants_was_resumed,
  merged: m.tenants_was_merged,
  reparented: m.tenants_was_reparented,
}
const tones: Record<string, 'good' | 'warn' | 'bad'> = {
  opened: 'good',
  resumed: 'good',
  suspended: 'warn',
  merged: 'bad',
}

/** The history as a timeline, latest first: what it was, from when to when, under whom, and why. */
export function historyOf(history: TenantPage['history']) {
  return history.map((line, index) => ({
    id: String(index),
    at: line.from,
    title: told[line.change]?.() ?? line.change,
    actor: line.personName,
    tone: tones[line.change] ?? ('plain' as const),
    text: [
      line.reason,
      [
        line.parentName && m.tenants_history_under({ name: line.parentName }),
        line.successorName && m.tenants_history_successor({ name: line.successorName }),
        line.to ? m.tenants_history_until({ day: isoDate(line.to) }) : m.tenants_history_now(),
      ]
        .filter(Boolean)
        .join(' · '),
    ].join('\n'),
  }))
}
