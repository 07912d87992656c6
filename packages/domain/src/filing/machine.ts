import { addMonths, type CivilDate, civilDateOf } from '../calendar/civil-date.ts'
import type { FilingRules } from '../profile/filing-schema.ts'
import type { Profile } from '../profile/profile-schema.ts'

/** `grown`: the group became a registered organisation, and its filing is history. */
export const FILING_STATES = ['applied', 'filed', 'refused', 'ended', 'grown'] as const
export type FilingState = (typeof FILING_STATES)[number]

/** States in which a filing stands: an organisation has one such at most. */
export const OPEN_FILING_STATES = ['applied', 'filed'] as const satisfies readonly FilingState[]

/** What people do to a filing that was applied for. */
export const FILING_ACTIONS = ['file', 'refuse', 'renew', 'end', 'grow'] as const
export type FilingAction = (typeof FILING_ACTIONS)[number]

/** The lines that the history of a filing may have; `register`: it came into the register with the organisation; `merge`: it ended with it. */
export const FILING_DEEDS = ['apply', 'register', ...FILING_ACTIONS, 'merge'] as const
export type FilingDeed = (typeof FILING_DEEDS)[number]

const table: Readonly<Record<FilingAction, { from: readonly FilingState[]; to: FilingState }>> = {
  file: { from: ['applied'], to: 'filed' },
  refuse: { from: ['applied'], to: 'refused' },
  renew: { from: ['filed'], to: 'filed' },
  end: { from: ['filed'], to: 'ended' },
  // A group may reach the bar before its filing was decided on.
  grow: { from: ['applied', 'filed'], to: 'grown' },
}

/** Where an action takes a filing; null where its state does not allow it. */
export function filingAfter(state: FilingState, action: FilingAction): FilingState | null {
  const { from, to } = table[action]
  return from.includes(state) ? to : null
}

/** What may be done to a filing in this state. */
export function filingActions(state: FilingState): FilingAction[] {
  return FILING_ACTIONS.filter(action => filingAfter(state, action) !== null)
}

/** The last day of a filing made or renewed now; null where the network sets no end. A renewal before the end counts from the end. */
export function filingValidUntil(rules: FilingRules, now: Date, before: CivilDate | null = null): CivilDate | null {
  if (rules.validMonths === undefined) return null
  const today = civilDateOf(now)
  return addMonths(before !== null && before > today ? before : today, rules.validMonths)
}

/** The number of a filing: the division of whoever keeps the register, the year, and the count within both (110101001-2026-0007). */
export function filingNumber({ divisionCode, year, count }: { divisionCode: string; year: number; count: number }) {
  return `${divisionCode}-${year}-${String(count).padStart(4, '0')}`
}

/** Whether incubators of a tier keep a filing register: the network knows filed organisations, and files them there. */
export function filesAt({ organisationKinds, filing }: Pick<Profile, 'organisationKinds' | 'filing'>, tier: string) {
  return organisationKinds.some(({ id }) => id === 'communityFiled') && filing.tiers.some(one => one === tier)
}
