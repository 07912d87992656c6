import type { ReferralFilter, ReferralSort } from '@fuqiao/contract'
import { OPEN_STATES, type ReferralState } from '@fuqiao/domain/referral'
import { m } from '#lib/paraglide/messages.js'
import { listIn } from './filter.ts'

/** What waits at the common superior's desk, by what it is to do there. The desk's own list holds nothing else in these states. */
export const DESK_GROUPS = ['reassign', 'rule', 'return', 'overdue'] as const
export type DeskGroup = (typeof DESK_GROUPS)[number]

const own = {
  reassign: ['expired', 'declined'],
  rule: ['disputed'],
  return: ['returnRequested'],
} as const satisfies Partial<Record<DeskGroup, readonly ReferralState[]>>
const named: ReadonlySet<string> = new Set(Object.values(own).flat())

/** The states of a group; what is merely late is everything else that is open. */
export function statesOfGroup(group: DeskGroup): ReferralState[] {
  return group === 'overdue' ? OPEN_STATES.filter(state => !named.has(state)) : [...own[group]]
}

/** How many rows are in each group, and in all. */
export function countGroups(rows: readonly { state: ReferralState; n: number }[]): Record<DeskGroup | 'all', number> {
  const sum = (counted: typeof rows) => counted.reduce((total, { n }) => total + n, 0)
  const within = (group: DeskGroup) => {
    const states = new Set<ReferralState>(statesOfGroup(group))
    return sum(rows.filter(({ state }) => states.has(state)))
  }
  return {
    all: sum(rows),
    reassign: within('reassign'),
    rule: within('rule'),
    return: within('return'),
    overdue: within('overdue'),
  }
}

/** The group that an address asks for. */
export function deskGroup(value: string | null): DeskGroup | null {
  return DESK_GROUPS.find(group => group === value) ?? null
}

/** Which rows of the desk an address asks for, in which order: those of its group, unless it names states; what is due soonest first. */
export function deskListIn(params: URLSearchParams): { filter: ReferralFilter; sort: ReferralSort } {
  const group = deskGroup(params.get('wait'))
  const { filter, sort } = listIn(params)
  return {
    filter: group !== null && filter.states === undefined ? { ...filter, states: statesOfGroup(group) } : filter,
    sort: params.get('sort') ? sort : 'due',
  }
}

const titles = {
  reassign: m.referrals_desk_reassign,
  rule: m.referrals_desk_rule,
  return: m.referrals_desk_return,
  overdue: m.referrals_desk_overdue,
}
const notes = {
  reassign: m.referrals_desk_reassign_note,
  rule: m.referrals_desk_rule_note,
  return: m.referrals_desk_return_note,
  overdue: m.referrals_desk_overdue_note,
}

/** What a group is called, and what is in it. */
export function groupWords(group: DeskGroup): { title: string; note: string } {
  return { title: titles[group](), note: notes[group]() }
}
