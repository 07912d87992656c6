import type { TenantActor } from '@fuqiao/access'
import type { Tx } from '@fuqiao/db'
import { writeAudit } from '../audit/index.ts'
import { type CaseRow, insertCaseLine, insertPanelOutbox, type PanelRow } from './panel-store.ts'

/** What was done to a panel or one of its seats. `line`: the case whose history says so, for what its incubator does. */
export type PanelDeed = {
  panel: Pick<PanelRow, 'networkId' | 'id' | 'tenantId'>
  action: 'call' | 'draw' | 'callOff' | 'accept' | 'recuse' | 'dismiss' | 'score' | 'complete'
  seatId?: string
  version: number
  details?: Record<string, unknown>
  line?: { row: CaseRow; stepId: string | null; note: string }
}

const lineOf = { call: 'callPanel', draw: 'drawPanel', callOff: 'callOffPanel', dismiss: 'dismissExpert' } as const

/** Writes of a deed the timeline line, the audit entry and the event, beside the row that the caller or a gate has written. */
export async function recordPanel(tx: Tx, actor: TenantActor, deed: PanelDeed & { at: Date }): Promise<void> {
  const { panel, action, seatId, version, details = {}, line, at } = deed
  const { networkId, id, tenantId: fromTenantId } = panel
  const { tenantId: actorTenantId, personId: actorPersonId, personName: actorName } = actor
  await Promise.all([
    writeAudit(tx, actor, {
      action: `panel.${action}`,
      subjectKind: seatId ? 'PanelSeat' : 'Panel',
      subjectId: seatId ?? id,
      at,
      details: { version, ...details },
    }),
    insertPanelOutbox(tx, { networkId, id }, { action, seq: version, fromTenantId, actorTenantId }, at),
    line && action in lineOf
      ? insertCaseLine(tx, line.row, {
          ...{ stepId: line.stepId, note: line.note, at, actorTenantId, actorPersonId, actorName },
          action: lineOf[action as keyof typeof lineOf],
        })
      : undefined,
  ])
}
