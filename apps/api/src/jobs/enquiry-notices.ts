import type { NoticeKind } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { v7 } from 'uuid'
import { insertNotices, type NewNotice, type OpenEvent, readTenantNames } from './outbox-store.ts'

/** What the worker is told of a deed on an enquiry. */
type EnquiryPayload = {
  action: string
  seq: number
  number: string
  fromTenantId: string
  toState?: string
  actorTenantId: string | null
  sheets: { id: string; tenantId: string; answer: string; outcome: 'chosen' | 'settled' | 'withdrawn' | null }[]
}

/** Whom to tell what, and what they open. */
type Telling = { kind: NoticeKind; tenantId: string; opens: string }

const ofOutcome = {
  chosen: 'enquiryChosen',
  settled: 'enquirySettled',
  withdrawn: 'enquiryWithdrawn',
} as const satisfies Record<string, NoticeKind>

function tellings(enquiryId: string, payload: EnquiryPayload): Telling[] {
  const { action, sheets, fromTenantId, toState } = payload
  const sender = (kind: NoticeKind): Telling => ({ kind, tenantId: fromTenantId, opens: enquiryId })
  const target = (kind: NoticeKind, { id, tenantId }: EnquiryPayload['sheets'][number]): Telling => ({
    ...{ kind, tenantId },
    opens: id,
  })
  if (action === 'ask') return sheets.map(sheet => target('enquiryAsked', sheet))
  if (action === 'answer') return [sender('enquiryAnswered')]
  if (action === 'standIn' && toState !== 'withdrawn')
    return [sender('enquiryStoodIn'), ...sheets.map(sheet => target('enquiryAsked', sheet))]
  if (action === 'remind')
    return toState === 'toChoose'
      ? [sender('enquiryToChoose')]
      : sheets.filter(({ answer }) => answer === 'awaited').map(sheet => target('enquiryReminder', sheet))
  const ended = toState === 'toChoose' ? 'enquiryToChoose' : 'enquiryNobody'
  const told = action === 'endTerm' || action === 'lapse' ? [sender(ended)] : []
  return [...told, ...sheets.flatMap(sheet => (sheet.outcome ? [target(ofOutcome[sheet.outcome], sheet)] : []))]
}

/** Tells sender and those asked of an enquiry's deeds, each what it opens and nobody of the others. Answers the notices that are new. */
export async function writeEnquiryNotices(tx: Tx, events: readonly OpenEvent[]): Promise<NewNotice[]> {
  const told = events.map(event => ({ ...event, payload: event.payload as unknown as EnquiryPayload }))
  const names = await readTenantNames(tx, [...new Set(told.map(({ payload }) => payload.fromTenantId))])
  const rows = told.flatMap(({ networkId, subjectId, payload, id: eventId, at }) =>
    tellings(subjectId, payload).map(({ kind, tenantId, opens }) => ({
      ...{ networkId, tenantId, organisationId: null, kind, at, id: v7(), referralId: null, enquiryId: opens },
      params: { number: payload.number, fromName: names.get(payload.fromTenantId) ?? '', toName: '' },
      sourceKey: `enquiry:${eventId}:${tenantId}`,
    })),
  )
  return insertNotices(tx, rows)
}
