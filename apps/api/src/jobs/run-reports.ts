import { asSystem, type Tx } from '@fuqiao/db'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { daysOfBucket } from '@fuqiao/domain/indicators'
import type { ReportKind } from '@fuqiao/domain/profile'
import { lastStretchBefore, nextReportLook, reportDue, reportTerm } from '@fuqiao/domain/report'
import type { Deps } from '../deps.ts'
import { writeClockAudit } from '../features/audit/index.ts'
import { profileOf } from '../features/network/index.ts'
import {
  clockOf,
  insertReportEvent,
  insertReportOutbox,
  isRoundOpen,
  type JoinedReport,
  kindOf,
  lockReport,
  openRound,
  readNetworks,
  readReportsDue,
  titleOf,
  writeReport,
} from '../features/reports/index.ts'

type RoundDeps = Pick<Deps, 'db' | 'log' | 'profiles' | 'calendar'>

/**
 * Asks for the reports of every stretch that ended last, by the rules of each network: once, in one transaction a round, whichever server comes first. A network
 * that was not there when the stretch ended owes nothing of it. Answers how many reports are owed anew. @param only one network
 */
export async function openReportRounds(deps: RoundDeps, now: Date, only?: number): Promise<number> {
  let owed = 0
  const all = await asSystem(deps.db, readNetworks)
  for (const of of only === undefined ? all : all.filter(({ networkId }) => networkId === only)) {
    for (const kind of profileOf(deps, of).reports) {
      try {
        owed += await openOne(deps, of, { kind, now })
      } catch (error) {
        deps.log.error({ err: error, networkId: of.networkId, kind: kind.id }, 'reports could not be asked for')
      }
    }
  }
  return owed
}

type Of = Awaited<ReturnType<typeof readNetworks>>[number]

async function openOne(deps: RoundDeps, of: Of, { kind, now }: { kind: ReportKind; now: Date }): Promise<number> {
  const today = civilDateOf(now)
  const bucket = lastStretchBefore(kind.cadence, today)
  const { to: lastDay } = daysOfBucket(bucket)
  if (civilDateOf(of.createdAt) > lastDay) return 0
  const { networkId, profileId } = of
  const { businessDayEnds } = profileOf(deps, { networkId, profileId })
  return asSystem(deps.db, async tx => {
    if (await isRoundOpen(tx, { networkId, kind: kind.id, bucket })) return 0
    const term = reportTerm(kind, { bucket, askedOn: today }, { calendar: deps.calendar(), businessDayEnds })
    // Comes round again when the year's list is loaded.
    if (!term.ok) return 0
    const { dueAt, remindAt, calendarVersion } = term
    const owed = await openRound(tx, {
      ...{ networkId, kind: kind.id, bucket, lastDay, dueAt, remindAt, calendarVersion, now },
      ...{ tiers: kind.makers?.tiers ?? null, kinds: kind.makers?.kinds ?? ['administrative'] },
    })
    return owed ?? 0
  })
}

/**
 * Reminds whoever owes a report that is nearly due, and tells those directly above of what is late: each once. Each in a transaction of its own, looked at again
 * under its lock, so that several servers do nothing twice. Answers how many it reminded or had climb.
 */
export async function runReports(deps: Pick<Deps, 'db' | 'log' | 'profiles'>, now: Date): Promise<number> {
  const keys = await asSystem(deps.db, tx => readReportsDue(tx, now))
  let done = 0
  for (const key of keys) {
    try {
      done += await asSystem(deps.db, async tx => {
        const found = await lockReport(tx, key)
        return found
          ? look(tx, found, { number: titleOf(kindOf(profileOf(deps, key), found.row.kind), found.row), now })
          : 0
      })
    } catch (error) {
      deps.log.error({ err: error, reportId: key.id }, 'a report could not be looked at')
    }
  }
  return done
}

async function look(
  tx: Tx,
  { row, parentId }: JoinedReport,
  { number, now }: { number: string; now: Date },
): Promise<number> {
  const clock = clockOf(row)
  const action = reportDue(clock, now)
  const { networkId, id, version, state, tenantId } = row
  if (action === null) {
    await writeReport(tx, row, { nextLookAt: nextReportLook(clock) })
    return 0
  }
  const level = action === 'escalate' ? row.level + 1 : row.level
  const seq = version + 1
  await writeReport(tx, row, {
    ...{ remindedAt: row.remindedAt ?? now, level, version: seq, updatedAt: now },
    nextLookAt: nextReportLook({ ...clock, isReminded: true, level }),
  })
  await insertReportEvent(tx, {
    ...{ networkId, reportId: id, seq, at: now, action, toState: state, actorTenantId: null, actorSide: null },
    ...{ actorName: '', note: '' },
  })
  await writeClockAudit(
    tx,
    { networkId, tenantId },
    {
      ...{ action: `report.${action}`, subjectKind: 'Report', subjectId: id, at: now },
      details: { kind: row.kind, bucket: row.bucket, to: state, version: seq },
    },
  )
  await insertReportOutbox(
    tx,
    row,
    { action, seq, number, toState: state, fromTenantId: tenantId, toTenantId: parentId, actorTenantId: null },
    now,
  )
  return 1
}
