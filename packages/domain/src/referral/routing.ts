import { civilDateOf } from '../calendar/civil-date.ts'
import { functionsOf } from '../profile/network-rules.ts'
import type { Profile } from '../profile/profile-schema.ts'
import type { TreeNode } from '../tree/direction.ts'
import { MAX_DEPTH, treeDistance } from '../tree/scope-key.ts'
import { SCORE_WEIGHTS } from './routing-facts.ts'
import type { Candidate, RoutingNeed, RoutingReason, ScoreLine, ScorePart, Suggestion } from './routing-facts.ts'

const WEEK_MS = 7 * 86_400_000
/** What a claim of free places is still worth a week later. */
const WEEKLY_TRUST = 0.9
/** Hours of business in two days: who is no faster than the deadline gets nothing for speed. */
const SLOW_HOURS = 18

/** What suggestions are made under. */
export type RoutingSetting = { readonly from: TreeNode; readonly profile: Profile; readonly now: Date }

/**
 * Ranks the incubators that an organisation with a need can be referred to (X-04, B-11), the best first, each with the
 * points and the reason of every part. Left out: the sender, other networks, those that take no referrals, those barred,
 * and those that neither declare the need's function nor have it by the catalogue. The same input gives the same order.
 */
export function suggestTargets(
  need: RoutingNeed,
  candidates: readonly Candidate[],
  setting: RoutingSetting,
): Suggestion[] {
  const ranked = candidates
    .filter(candidate => isEligible(candidate, setting.from))
    .map(candidate => ({ candidate, lines: linesOf(need, candidate, setting) }))
    .filter(({ lines }) =>
      lines.some(({ part, points }) => points > 0 && (part === 'capability' || part === 'tierFunction')),
    )
    .map(({ candidate, lines }) => ({ key: candidate.node.scopeKey, suggestion: suggestionOf(candidate, lines) }))
  ranked.sort((a, b) => b.suggestion.score - a.suggestion.score || (a.key < b.key ? -1 : 1))
  return ranked.map(({ suggestion }) => suggestion)
}

function isEligible({ node, takesReferrals, isBarred }: Candidate, from: TreeNode): boolean {
  return takesReferrals && !isBarred && node.tenantId !== from.tenantId && node.networkId === from.networkId
}

function suggestionOf({ node }: Candidate, lines: readonly ScoreLine[]): Suggestion {
  const tenths = lines.reduce((sum, { points }) => sum + Math.round(points * 10), 0)
  return { tenantId: node.tenantId, score: tenths / 10, lines }
}

function linesOf(need: RoutingNeed, candidate: Candidate, setting: RoutingSetting): ScoreLine[] {
  return [
    capability(need, candidate),
    tierFunction(need, candidate, setting),
    field(need, candidate),
    capacity(candidate, setting.now),
    response(candidate),
    distance(candidate, setting.from),
  ]
}

function line(part: ScorePart, share: number, reason: RoutingReason): ScoreLine {
  const max = SCORE_WEIGHTS[part]
  return { part, points: Math.round(Math.min(1, Math.max(0, share)) * max * 10) / 10, max, reason }
}

function capability({ need }: RoutingNeed, { functions }: Candidate): ScoreLine {
  return functions.includes(need)
    ? line('capability', 1, { code: 'DECLARES_FUNCTION', need })
    : line('capability', 0, { code: 'DOES_NOT_DECLARE_FUNCTION', need })
}

function tierFunction(
  { need }: RoutingNeed,
  { node: { tier, kind } }: Candidate,
  { profile, now }: RoutingSetting,
): ScoreLine {
  return functionsOf(profile, tier, kind, civilDateOf(now)).some(({ id }) => id === need)
    ? line('tierFunction', 1, { code: 'FUNCTION_OF_TIER', tier, kind })
    : line('tierFunction', 0, { code: 'NOT_FUNCTION_OF_TIER', tier, kind })
}

function field({ field: wanted }: RoutingNeed, { fields }: Candidate): ScoreLine {
  if (fields.includes(wanted)) return line('field', 1, { code: 'FIELD_SPECIALIST', field: wanted })
  return fields.length === 0
    ? line('field', 0.4, { code: 'FIELD_GENERALIST', field: wanted })
    : line('field', 0, { code: 'FIELD_OTHER', field: wanted })
}

function capacity({ capacity: claim }: Candidate, now: Date): ScoreLine {
  if (claim === null) return line('capacity', 0, { code: 'CAPACITY_UNKNOWN' })
  const { ceiling, taken, declaredAt } = claim
  const free = ceiling - taken
  if (free <= 0) return line('capacity', 0, { code: 'CAPACITY_FULL', ceiling })
  const weeksOld = Math.max(0, Math.floor((now.getTime() - declaredAt.getTime()) / WEEK_MS))
  return line('capacity', (free / ceiling) * WEEKLY_TRUST ** weeksOld, {
    code: 'CAPACITY_FREE',
    free,
    ceiling,
    weeksOld,
  })
}

/** Half for how often it accepts, smoothed so that one answer does not decide; half for how soon it acknowledges. */
function response({ response: record }: Candidate): ScoreLine {
  const { accepted, declined, acknowledgedWorkingHours: hours } = record
  const decided = accepted + declined
  if (decided === 0 && hours === null) return line('response', 0.5, { code: 'RESPONSE_NO_RECORD' })
  const accepts = (accepted + 1) / (decided + 2)
  const speed = hours === null ? 0.5 : 1 - Math.min(hours, SLOW_HOURS) / SLOW_HOURS
  return line('response', (accepts + speed) / 2, {
    code: 'RESPONSE_RECORD',
    acceptedPercent: decided === 0 ? 0 : Math.round((accepted / decided) * 100),
    decided,
    workingHours: hours === null ? null : Math.round(hours),
  })
}

function distance({ node }: Candidate, from: TreeNode): ScoreLine {
  const furthest = 2 * MAX_DEPTH
  const steps = treeDistance(from.scopeKey, node.scopeKey) ?? furthest
  return line('distance', 1 - (steps - 1) / (furthest - 1), { code: 'DISTANCE', steps })
}
