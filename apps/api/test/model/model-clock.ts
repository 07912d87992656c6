import { CLOCK_VIEWER, type ClockAction, clockDue, clocksAfter, decide } from '@fuqiao/domain/referral'
import { apply } from './model-deeds.ts'
import { factsOf, settingOf } from './model-judge.ts'
import type { Model } from './model.ts'

/** What the clock does at the present instant. */
export function tickClocks(model: Model): ClockAction[] {
  const done: ClockAction[] = []
  for (const referral of model.referrals) {
    while (!referral.isGone && referral.nextAt !== null && referral.nextAt <= model.now) {
      const setting = settingOf(model, CLOCK_VIEWER)
      const due = clockDue(referral, setting)
      const [action] = due.actions
      if (action === undefined) {
        referral.nextAt = due.nextAt
        continue
      }
      const command = { action } as const
      const decision = decide(factsOf(model, referral), { ...command, expectedVersion: referral.version }, setting)
      if (!decision.ok) throw new Error(`the model's clock was refused ${action}: ${decision.refusal.code}`)
      const plannedEndOn = referral.history.plannedEndOn
      if (!clocksAfter(decision, setting, { before: referral, plannedEndOn }).ok) break
      apply(model, referral, { command, player: null, decision })
      done.push(action)
    }
  }
  return done
}
