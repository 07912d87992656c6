import { CLOCK_VIEWER, clocksAfter, type DeadlineRule } from '@fuqiao/domain/referral'
import type { Model, Modelled } from './model.ts'
import { settingOf } from './model-judge.ts'

/** The clock of a draft that begins now. */
export function newClockOf(
  model: Model,
  rule: DeadlineRule,
): Pick<Modelled, 'clock' | 'expiresAt' | 'stood' | 'nextAt'> {
  const decision = { clock: { change: 'set', rule }, expiry: 'end', escalationLevel: 0, next: 'draft' } as const
  const clocks = clocksAfter(decision, settingOf(model, CLOCK_VIEWER))
  if (!clocks.ok) throw new Error('a walk stays within the loaded calendar')
  const { clock, expiresAt, stood, nextAt } = clocks
  return { clock, expiresAt, stood, nextAt }
}
