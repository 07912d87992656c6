import type { TenantActor } from '@fuqiao/access'
import { type EnquiryStandIn, type EnquiryStandInPlan, planEnquiryStandIn } from '@fuqiao/domain/enquiry'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { writeAudit } from '../audit/index.ts'
import { insertEnquiryOutbox } from './enquiry-store.ts'
import { lockEnquiriesOfRetiring, type RetiringEnquiry, standInEnquiries } from './stand-in-store.ts'

type RootActing = ActingIn & { actor: TenantActor }

/**
 * What becomes of enquiries under way of which an incubator that is suspended or merged is a party (B-08), in the transaction that does it; for the centre
 * at the top of a network, which is told nothing of them. Answers how many changed.
 */
export async function reassignOpenEnquiries(acting: RootActing, change: EnquiryStandIn): Promise<number> {
  const { tx, actor } = acting
  const rows = await lockEnquiriesOfRetiring(tx, change)
  const planned = rows.map(row => ({ row, plan: planEnquiryStandIn(row, change) }))
  if (planned.length === 0) return 0
  await standInEnquiries(
    tx,
    { ...change, personName: actor.personName },
    planned.map(({ row: { id, version }, plan }) => ({ id, version, isAskerReplaced: false, slots: [], ...plan })),
  )
  for (const { row, plan } of planned) await record(acting, row, plan, change)
  return planned.length
}

/** The audit entry and the event of one enquiry; its lines of history are the gate's. */
async function record(
  { tx, actor, now }: RootActing,
  row: RetiringEnquiry,
  plan: EnquiryStandInPlan,
  { toTenantId: heir, basis }: EnquiryStandIn,
): Promise<void> {
  const { networkId } = actor
  const isWithdrawn = plan.becomes === 'withdrawn'
  const version = row.version + 1
  const toState = isWithdrawn ? 'withdrawn' : row.state
  await writeAudit(tx, actor, {
    action: 'enquiry.standIn',
    subjectKind: 'Enquiry',
    subjectId: row.id,
    at: now,
    details: { number: row.number, basis, from: row.state, to: toState, version },
  })
  await insertEnquiryOutbox(
    tx,
    { networkId, id: row.id },
    {
      ...{ action: 'standIn', number: row.number, seq: version, toState },
      fromTenantId: plan.becomes === 'goesOn' && plan.isAskerReplaced ? heir : row.fromTenantId,
      actorTenantId: actor.tenantId,
      sheets: isWithdrawn
        ? row.asked.map(sheet => ({ ...sheet, outcome: 'withdrawn' }))
        : plan.slots
            .filter(({ becomes }) => becomes !== 'closed')
            .map(({ id }) => ({ id, tenantId: heir, answer: 'awaited', outcome: null })),
    },
    now,
  )
}
