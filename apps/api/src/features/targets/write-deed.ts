import type { TenantActor } from '@fuqiao/access'
import type { TargetAction, TargetNext, TargetSide } from '@fuqiao/domain/target'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { writeAudit } from '../audit/index.ts'
import { insertShareEvent, insertShareOutbox, type ShareColumns, type ShareRow, writeShare } from './target-store.ts'

export type Acting = ActingIn & { actor: TenantActor }
/** A deed that was decided; `before` null of a share that it begins. */
export type Deed = { action: TargetAction; side: TargetSide; before: number | null; note: string }

/** What is kept of a share as a deed leaves it; who signs leaves a name and an hour. */
export function columnsAfter(
  row: ShareRow,
  { next, side, signatory }: { next: TargetNext; side: TargetSide; signatory: string | null },
  now: Date,
): ShareColumns {
  const { state, round, value, signedValue, hasSigned } = next
  const isNewlySigned = state === 'signed' && row.state === 'agreed'
  const kept = hasSigned.giver || hasSigned.taker
  return {
    ...{ state, round, value, signedValue, version: row.version + 1, updatedAt: now },
    signedRound: state === 'set' || isNewlySigned ? round : row.signedRound,
    ...(kept ? {} : { fromSignatory: null, fromSignedAt: null, signatory: null, signedAt: null }),
    ...(signatory !== null && side === 'giver' ? { fromSignatory: signatory, fromSignedAt: now } : {}),
    ...(signatory !== null && side === 'taker' ? { signatory, signedAt: now } : {}),
  }
}

/** Changes a share that this transaction holds locked, with its line in the ledger, its audit entry and its event. */
export async function changeShare(acting: Acting, row: ShareRow, columns: ShareColumns, deed: Deed) {
  const { networkId, id } = row
  await writeShare(acting.tx, { networkId, id }, columns)
  return tell(acting, { ...row, ...columns }, deed)
}

/** Writes down a deed that left the share as it is now. */
export async function tell({ tx, actor, now }: Acting, row: ShareRow, { action, side, before, note }: Deed) {
  const { networkId, id, number, version, round, value, state } = row
  await insertShareEvent(tx, {
    ...{ networkId, shareId: id, seq: version, at: now, action, round, fromValue: before, toValue: value },
    ...{ toState: state, actorTenantId: actor.tenantId, actorSide: side, actorName: actor.personName, note },
  })
  await writeAudit(tx, actor, {
    ...{ action: `target.${action}`, subjectKind: 'TargetShare', subjectId: id, at: now },
    details: { number, to: state, version, tenantId: row.tenantId, value },
  })
  await insertShareOutbox(
    tx,
    row,
    {
      ...{ action, seq: version, number, toState: state, fromTenantId: row.fromTenantId, toTenantId: row.tenantId },
      actorTenantId: actor.tenantId,
    },
    now,
  )
  return { id, number, version, state }
}
