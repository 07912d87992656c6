import type { NoticeKind } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { v7 } from 'uuid'
import type { PanelPayload } from '../features/panels/index.ts'
import { insertNotices, type NewNotice, type OpenEvent, readTenantNames } from './outbox-store.ts'
import { readPanelsTold } from './panel-jobs-store.ts'

/** Deeds with which somebody may come to sit. */
const fills: ReadonlySet<string> = new Set(['draw', 'recuse', 'dismiss'])

/**
 * Tells whoever was drawn, where they work, that a seat waits for them; and the incubator of the case that a seat stands empty with nobody left in the lot, or
 * that all marks are given. Answers the notices that are new.
 */
export async function writePanelNotices(tx: Tx, events: readonly OpenEvent[]): Promise<NewNotice[]> {
  const told = events.map(event => ({ ...event, payload: event.payload as unknown as PanelPayload }))
  const panels = await readPanelsTold(tx, [...new Set(told.map(({ subjectId }) => subjectId))])
  const names = await readTenantNames(tx, [...new Set(told.map(({ payload }) => payload.fromTenantId))])
  const rows = told.flatMap(({ id: eventId, networkId, subjectId, payload, at }) => {
    const found = panels.get(subjectId)
    if (!found) return []
    const { action, fromTenantId } = payload
    const line = (kind: NoticeKind, tenantId: string, of: { who: string; expertName?: string }) => ({
      ...{ networkId, tenantId, organisationId: null, kind, at, id: v7(), referralId: null },
      // The case is the incubator's to open; whoever was drawn opens their panels.
      caseId: kind === 'panelSeated' ? null : found.caseId,
      params: {
        number: found.caseNumber ?? '',
        ...{ fromName: names.get(fromTenantId) ?? '', toName: '', expertName: of.expertName ?? '' },
      },
      sourceKey: `panel:${eventId}:${of.who}`,
    })
    if (action === 'complete') return [line('panelComplete', fromTenantId, { who: fromTenantId })]
    if (!fills.has(action)) return []
    const seated = found.seats.filter(({ drawnAt }) => drawnAt.getTime() === at.getTime())
    const taken = found.seats.filter(({ state }) => state !== 'recused' && state !== 'dismissed').length
    const isShort = found.state === 'drawn' && seated.length === 0 && taken < found.seatCount
    return [
      ...seated.map(({ id, tenantId, expertName }) => line('panelSeated', tenantId, { who: id, expertName })),
      ...(isShort ? [line('panelShort', fromTenantId, { who: fromTenantId })] : []),
    ]
  })
  return insertNotices(tx, rows)
}
