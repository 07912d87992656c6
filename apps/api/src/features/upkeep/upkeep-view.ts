import type { UpkeepFindingView } from '@fuqiao/contract'
import type { UpkeepRules } from '@fuqiao/domain/profile'
import { checkUpkeep, type UpkeepFinding } from '@fuqiao/domain/upkeep'
import type { UpkeepRow } from './upkeep-store.ts'

function nameOf({ premises }: UpkeepRules, { rule, about }: UpkeepFinding) {
  if (rule === 'sharedRoom') return premises?.sharedRoom?.name ?? null
  if (rule !== 'room' && rule !== 'equipment') return null
  const named = rule === 'room' ? premises?.rooms : premises?.equipment
  return named?.find(({ id }) => id === about)?.name ?? null
}

function isSetting({ staffing }: UpkeepRules, { rule }: UpkeepFinding): boolean {
  if (rule === 'training') return staffing?.training?.isSetting ?? false
  return rule === 'payFloor' ? (staffing?.payFloor?.isSetting ?? false) : false
}

/** How an incubator stands to the rules, in the words of the profile. */
export function findingsOf(rules: UpkeepRules, row: UpkeepRow, today: string): UpkeepFindingView[] {
  return checkUpkeep(rules, row, row, today).map(found => ({
    ...found,
    aboutName: nameOf(rules, found),
    isSetting: isSetting(rules, found),
  }))
}
