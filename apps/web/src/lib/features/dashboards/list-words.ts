import type { ReferralCountFilter } from '@fuqiao/contract'
import { m } from '#lib/paraglide/messages.js'
import { directionLabel, modeLabel, referralStateLabel, tenantKindLabel, tierLabel } from '#lib/words.ts'
import { daysWords } from './figure-words.ts'

const sides = {
  any: m.dashboards_list_any,
  from: m.dashboards_sent,
  to: m.dashboards_received,
  holder: m.dashboards_waiting,
}
const moments = {
  submitted: m.dashboards_moment_submitted,
  decided: m.dashboards_moment_decided,
  closed: m.dashboards_moment_closed,
}
const outcomes = {
  accepted: m.dashboards_accepted,
  declined: m.dashboards_declined,
  decided: m.dashboards_outcome_decided,
  closed: m.dashboards_closed,
  unconfirmed: m.dashboards_unconfirmed,
  served: m.dashboards_desk_active,
}

/** An end of a referral: its tier, and its kind where that is none of the centres. */
export function endWords(tier: string | undefined, kind: string | undefined): string {
  if (tier === undefined) return m.dashboards_list_end_open()
  if (kind === 'beside') return m.dashboards_beside({ tier: tierLabel(tier) })
  return kind === undefined || kind === 'administrative'
    ? tierLabel(tier)
    : `${tierLabel(tier)} · ${tenantKindLabel(kind)}`
}

function answerWords({ measure, daysFrom, daysTo, isTimed }: ReferralCountFilter): (string | undefined)[] {
  if (measure === undefined) return []
  return [
    measure === 'acknowledge' ? m.dashboards_measure_acknowledge() : m.dashboards_outcome_decided(),
    daysFrom !== undefined
      ? daysWords({ from: daysFrom, to: daysTo ?? null })
      : daysTo === undefined
        ? undefined
        : m.dashboards_days_to({ to: daysTo }),
    isTimed === false ? m.dashboards_timed_not() : undefined,
  ]
}

/** What a list of referrals counts, in words, one for each part of its filter. */
export function referralListWords(filter: ReferralCountFilter): string[] {
  const { side, moment, outcome, state, direction, mode, tier, fromTier, fromKind, toTier, toKind } = filter
  const words = [
    sides[side](),
    moment ? moments[moment]() : m.dashboards_moment_now(),
    outcome && outcomes[outcome](),
    state && referralStateLabel(state),
    direction && directionLabel(direction),
    mode && modeLabel(mode),
    tier && tierLabel(tier),
    fromTier || toTier
      ? m.dashboards_list_route({ from: endWords(fromTier, fromKind), to: endWords(toTier, toKind) })
      : undefined,
    filter.overdue === true ? m.dashboards_overdue() : undefined,
    filter.escalated === true ? m.dashboards_escalated() : undefined,
    ...answerWords(filter),
    filter.alone === true ? m.dashboards_alone() : undefined,
  ]
  return words.flatMap(word => word ?? [])
}
