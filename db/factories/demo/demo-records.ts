import { SENT_STATES, UNDECIDED_STATES } from '@fuqiao/domain/referral'
import { civilDateOf, workingHoursBetween } from '@fuqiao/domain/calendar'
import type { numberCounter } from '../../schema/records.ts'
import type { responseRecord } from '../../schema/network.ts'
import type { dossierAccess } from '../../schema/consent.ts'
import type { Story } from './demo-scene.ts'
import { demoNetworkId, type DemoWorld } from './demo-world.ts'

type ResponseRow = typeof responseRecord.$inferInsert & {
  received: number
  acknowledged: number
  accepted: number
  declined: number
  activeNow: number
  acknowledgeHoursTotal: number
}

/** How each tenant answered, counted from the referrals themselves. */
export function countResponses({ now, calendar, profile }: DemoWorld, stories: readonly Story[]): ResponseRow[] {
  const rows = new Map<string, ResponseRow>()
  const hours = { starts: profile.businessDayStarts, ends: profile.businessDayEnds }
  for (const {
    scene: { to },
    played,
  } of stories) {
    const { state, submittedAt, acknowledgedAt, acceptedAt } = played.referral
    if (!submittedAt) continue
    const row = rows.get(to.id) ?? {
      networkId: demoNetworkId,
      tenantId: to.id,
      received: 0,
      acknowledged: 0,
      accepted: 0,
      declined: 0,
      activeNow: 0,
      acknowledgeHoursTotal: 0,
      updatedAt: now,
    }
    rows.set(to.id, row)
    row.received += 1
    if (acknowledgedAt) {
      const taken = workingHoursBetween(calendar, { from: submittedAt, to: acknowledgedAt }, hours)
      row.acknowledged += 1
      row.acknowledgeHoursTotal += taken.ok ? Math.round(taken.hours) : 0
    }
    if (played.events.some(({ action }) => action === 'decline' || action === 'expire')) row.declined += 1
    if (acceptedAt) row.accepted += 1
    if (SENT_STATES.includes(state) && !UNDECIDED_STATES.includes(state)) row.activeNow += 1
  }
  return [...rows.values()]
}

/** Where the numbering of each sender's referrals stands. */
export function countNumbers(stories: readonly Story[]): (typeof numberCounter.$inferInsert)[] {
  const counters = new Map<string, typeof numberCounter.$inferInsert>()
  for (const { played } of stories) {
    const { fromTenantId: tenantId, createdAt } = played.referral
    const year = Number(civilDateOf(createdAt).slice(0, 4))
    const known = counters.get(`${tenantId} ${year}`)
    if (known) known.value += 1
    else counters.set(`${tenantId} ${year}`, { networkId: demoNetworkId, tenantId, name: 'referral', year, value: 1 })
  }
  return [...counters.values()]
}

/** Who looked at what under a grant: the target's desk on the day it accepted, and now and then later. */
export function recordLooks(
  { random, now }: DemoWorld,
  stories: readonly Story[],
): (typeof dossierAccess.$inferInsert)[] {
  return stories.flatMap(({ scene, played: { grant } }) => {
    const desk = scene.cast.target.staff
    if (!grant || !desk.personId) return []
    const end = Math.min(now.getTime(), (grant.endedAt ?? grant.until).getTime())
    const { personId, name: personName } = desk
    return Array.from({ length: random.int(1, 3) }, (_, index) => {
      const at = new Date(grant.from.getTime() + (index === 0 ? 0.01 : random.next()) * (end - grant.from.getTime()))
      const { networkId, organisationId, referralId } = grant
      return {
        networkId,
        id: random.id(at),
        organisationId,
        tenantId: scene.to.id,
        personId,
        personName,
        sections: [...grant.sections],
        basis: 'grant' as const,
        reason: '',
        referralId,
        at,
      }
    })
  })
}

/** How long notices of the story are kept. */
export const noticesKeptMs = 21 * 86_400_000
const readAfterMs = 3 * 86_400_000

/** Keeps the notices of the last weeks; older ones of them have been read. */
export function keepRecentNotices({ random, now }: DemoWorld, stories: readonly Story[]): void {
  for (const { played } of stories) {
    played.notices = played.notices
      .filter(({ at }) => now.getTime() - at.getTime() < noticesKeptMs)
      .map(notice => ({
        ...notice,
        readAt:
          now.getTime() - notice.at.getTime() > readAfterMs
            ? new Date(notice.at.getTime() + random.int(10, 600) * 60_000)
            : null,
      }))
  }
}
