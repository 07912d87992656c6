import type { TenantActor } from '@fuqiao/access'
import type { Tx } from '@fuqiao/db'
import {
  type EnquiryAction,
  type EnquiryClockAction,
  type EnquiryDecision,
  type EnquiryOutcome,
  enquiryTerm,
  type EnquirySetting,
} from '@fuqiao/domain/enquiry'
import { v7 } from 'uuid'
import { AppError } from '../../rpc/app-error.ts'
import { writeAudit, writeClockAudit } from '../audit/index.ts'
import {
  type EnquiryColumns,
  insertEnquiryEvent,
  insertEnquiryOutbox,
  markUnanswered,
  settleSheets,
  type WholeEnquiry,
  writeEnquiry,
} from './enquiry-store.ts'

/** A decided deed with what is written of it. `actor` null: it came about by itself. */
export type EnquiryDeed = {
  found: WholeEnquiry
  actor: TenantActor | null
  action: EnquiryAction | EnquiryClockAction
  decision: Extract<EnquiryDecision, { ok: true }>
  setting: EnquirySetting
  columns?: EnquiryColumns
  note?: string
}

/** Writes a decided deed of the sender or the worker: row, sheets, history, audit entry and event. @throws AppError CALENDAR_NOT_LOADED */
export async function recordEnquiry(tx: Tx, deed: EnquiryDeed): Promise<void> {
  const { found, actor, action, decision, setting, columns = {}, note = '' } = deed
  const { row, sheets } = found
  const { now } = setting
  const { networkId, fromTenantId, number } = row
  const key = { networkId, id: row.id }
  const version = row.version + 1
  const outcomes = Map.groupBy(sheets, ({ tenantId }) => decision.outcomeOf(tenantId))
  if (action === 'endTerm') await markUnanswered(tx, key)
  for (const [outcome, those] of outcomes)
    if (outcome !== null) await settleSheets(tx, networkId, { ids: those.map(({ id }) => id), outcome, at: now })
  await writeEnquiry(tx, key, { ...columns, ...standingAfter(deed), state: decision.next, version, updatedAt: now })
  const line = {
    action: `enquiry.${action}`,
    subjectKind: 'Enquiry',
    subjectId: row.id,
    at: now,
    details: { number, from: row.state, to: decision.next, version },
  }
  await Promise.all([
    insertEnquiryEvent(tx, {
      ...{ networkId, fromTenantId, id: v7(), enquiryId: row.id, tenantId: null, at: now, action, note },
      result: decision.next,
      actorTenantId: actor?.tenantId ?? null,
      actorPersonId: actor?.personId ?? null,
      actorName: actor?.personName ?? '',
    }),
    actor ? writeAudit(tx, actor, line) : writeClockAudit(tx, { networkId, tenantId: fromTenantId }, line),
    insertEnquiryOutbox(
      tx,
      key,
      {
        ...{ action, number, fromTenantId, seq: version, toState: decision.next },
        actorTenantId: actor?.tenantId ?? null,
        // Whom the worker tells; it is no event of anyone's but the sender's.
        sheets: sheets.map(({ id, tenantId, answer }) => ({
          id,
          tenantId,
          answer,
          outcome: outcomeOf(deed, tenantId),
        })),
      },
      now,
    ),
  ])
}

const outcomeOf = ({ decision }: EnquiryDeed, tenantId: string): EnquiryOutcome | null => decision.outcomeOf(tenantId)

/** The term that runs then; none once it is settled. */
function standingAfter({ found, action, decision, setting, note = '' }: EnquiryDeed): EnquiryColumns {
  const { now } = setting
  if (action === 'remind') return { remindedAt: now, nextClockAt: found.row.dueAt }
  const term = enquiryTerm(decision.next, now, setting)
  if (term === null) return { nextClockAt: null, settledAt: now, settledReason: note }
  if (!term.ok) throw new AppError('CALENDAR_NOT_LOADED', { year: term.year })
  const { startedAt: clockStartedAt, dueAt, nextAt: nextClockAt, calendarVersion } = term
  return { clockStartedAt, dueAt, nextClockAt, calendarVersion, remindedAt: null }
}
