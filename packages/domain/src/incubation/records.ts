import type { IncubationRules } from '../profile/incubation-schema.ts'
import type { Records } from './facts.ts'

type RecordRule = IncubationRules['steps'][number]['records'][number]

/** What is required and was not written down, or not attached: a paper or photo is named by the id it was stored under. */
export function missingRecords(rules: readonly RecordRule[], records: Records): string[] {
  return rules.filter(({ id, isRequired }) => isRequired && (records[id] ?? '').trim() === '').map(({ id }) => id)
}
