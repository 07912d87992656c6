import type { Tx } from '@fuqiao/db'
import type { CaseEffects } from '@fuqiao/domain/incubation'
import type { Profile } from '@fuqiao/domain/profile'
import { type CaseKey, lockCase, readPlaces, recordCase, type WholeCase, writeTasks } from '../incubation/index.ts'
import { rulesAt } from '../network/index.ts'
import type { Deps } from '../../deps.ts'
import { effectsOf, findingsOf } from './case-effects.ts'
import type { PassKind } from './pass-store.ts'
import { civilDateOf } from '@fuqiao/domain/calendar'

/** Where a case is moved: from a version of its network to another, and why. */
export type CaseMove = { profileId: string; fromVersion: number; version: number; reason: string }

/** What a move did of one case. */
export type MovedCase = {
  tenantId: string
  number: string
  caseVersion: number
  findings: ReturnType<typeof findingsOf>
}

/**
 * Puts one running case on another version of its network's rules: what is open is due by the new terms, counted from when it began; what is planned follows
 * the new cadence; the row, its line, audit entry and event together. One that stands at a step that is gone stays, and says so. Locked and looked at again,
 * so that nothing is done twice; null where there is nothing to move any more. For the worker, as the system role.
 */
export async function moveOneCase(
  tx: Tx,
  { deps, now, key, move }: { deps: Pick<Deps, 'profiles' | 'calendar'>; now: Date; key: CaseKey; move: CaseMove },
): Promise<MovedCase | null> {
  const found = await lockCase(tx, key)
  if (!found) return null
  const { row } = found
  if (row.rulesVersion !== move.fromVersion || row.state === 'draft' || row.state === 'ended') return null
  const of = { networkId: key.networkId, profileId: move.profileId }
  const before = await rulesAt({ tx, deps }, { ...of, version: move.fromVersion })
  const after = await rulesAt({ tx, deps }, { ...of, version: move.version })
  const around = { before, after, calendar: deps.calendar(), today: civilDateOf(now) }
  const effects = effectsOf(found, around)
  const said = { tenantId: row.tenantId, number: row.number ?? '' }
  const findings = effects ? findingsOf(found, effects, around) : []
  if (effects?.stuckAt != null) return { ...said, caseVersion: row.version, findings }
  const { version } = await write(tx, { deps, now, found, move, after, effects })
  return { ...said, caseVersion: version, findings: [moved, ...findings] }
}

type Write = {
  deps: Pick<Deps, 'calendar'>
  now: Date
  found: WholeCase
  move: CaseMove
  after: Profile
  effects: CaseEffects | null
}

async function write(tx: Tx, { deps, now, found, move, after, effects }: Write) {
  const { row, tasks } = found
  for (const { taskId, term } of effects?.dues ?? []) {
    const { dueAt, nextAt: nextClockAt, calendarVersion } = term
    await writeTasks(tx, row.networkId, [taskId], { dueAt, nextClockAt, calendarVersion })
    const task = tasks.find(({ id }) => id === taskId)
    if (task) Object.assign(task, { dueAt, nextClockAt, calendarVersion })
  }
  const { cancels = [], opens = [], followUntil = null } = effects?.plans ?? {}
  return recordCase(tx, {
    ...{ found, actor: null, action: 'rules', note: move.reason, profile: after },
    decision: { ok: true, change: followUntil === null ? {} : { followUntil }, closes: null, opens, cancels },
    columns: { rulesVersion: move.version },
    places: await readPlaces(tx, row.networkId, row.tenantId),
    reckoning: { calendar: deps.calendar(), businessDayEnds: after.businessDayEnds, now },
  })
}

const moved: { kind: PassKind; finding: Record<string, never> } = { kind: 'moved', finding: {} }
