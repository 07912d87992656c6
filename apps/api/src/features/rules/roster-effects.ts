import type { UpkeepRules } from '@fuqiao/domain/profile'
import { compareUpkeep } from '@fuqiao/domain/upkeep'
import { upkeepFindingsOf, type UpkeepRow } from '../upkeep/index.ts'

/** The rules on staff, premises and party that are in force, those that are tried, and the day. */
export type RostersAround = { before: UpkeepRules; after: UpkeepRules; today: string }

const rulesOf = ({ staffing, premises, party }: UpkeepRules) => JSON.stringify([staffing, premises, party])

/** Whether a draft asks anything else of incubators than what is in force does. */
export const touchesRosters = ({ before, after }: Omit<RostersAround, 'today'>): boolean =>
  rulesOf(before) !== rulesOf(after)

/** What a draft would make of an incubator's staff, premises and party: rules that it newly breaks, and rules that it breaks no more. */
export function rosterEffectsOf(row: UpkeepRow, { before, after, today }: RostersAround) {
  const { breached, kept } = compareUpkeep(upkeepFindingsOf(before, row, today), upkeepFindingsOf(after, row, today))
  return [
    ...(breached.length > 0 ? [{ kind: 'breach' as const, changes: breached }] : []),
    ...(kept.length > 0 ? [{ kind: 'kept' as const, changes: kept }] : []),
  ]
}
