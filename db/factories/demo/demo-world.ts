import type { WorkingCalendar } from '@fuqiao/domain/calendar'
import type { Profile } from '@fuqiao/domain/profile'
import type { DivisionRow } from '../../src/division-data.ts'
import type { SeededRandom } from '../seeded-random.ts'

/** The number of the demo network. */
export const demoNetworkId = 1

/** What everything of the demo network is made from. */
export type DemoWorld = {
  random: SeededRandom
  /** The instant the story has come to. */
  now: Date
  profile: Profile
  calendar: WorkingCalendar
  divisions: readonly DivisionRow[]
}

const dayMs = 86_400_000

/** An instant within the last twelve months, later ones more often: what grew. */
export function growingInstant({ random, now }: DemoWorld): Date {
  const share = 1 - random.next() ** 1.5
  return new Date(now.getTime() - (1 - share) * 365 * dayMs)
}

/** So many days before the story's now, at some time of that day. */
export function daysAgo({ random, now }: DemoWorld, days: number): Date {
  return new Date(now.getTime() - (days - random.next()) * dayMs)
}
