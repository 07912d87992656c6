import type { TenantActor } from '@fuqiao/access'
import { decideEnquiry, type EnquiryAction, type EnquiryCommand } from '@fuqiao/domain/enquiry'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { notFound } from '../../rpc/app-error.ts'
import { authorise } from '../../rpc/procedures.ts'
import { enquiryErrorOf, enquirySetting, enquiryViewer, factsOfEnquiry, standingToEnquiry } from './enquiry-facts.ts'
import { type EnquiryColumns, lockEnquiry, type WholeEnquiry } from './enquiry-store.ts'
import { recordEnquiry } from './record-enquiry.ts'

type Acting = ActingIn & { actor: TenantActor }
type Body = EnquiryCommand extends infer C ? (C extends unknown ? Omit<C, 'expectedVersion'> : never) : never

/** What the sender asks to be done to its enquiry. */
export type EnquiryRequest<Also extends object> = {
  procedure: string
  input: { key: string; id: string; version: number }
  command: Body & { action: EnquiryAction }
  columns?: EnquiryColumns
  note?: string
  /** What else is written in the same transaction, once it is decided; goes into the answer. */
  also?: (found: WholeEnquiry) => Promise<Also>
}

/**
 * One deed in one transaction: the enquiry and its sheets are locked, permission and rules are asked about them as they stand, and everything is
 * written together. The same key gives the same answer and no second effect; of two that race one wins.
 * @throws AppError NOT_FOUND behind the wall, NOT_ALLOWED, VERSION_CONFLICT, or the machine's refusal by name
 */
export function changeEnquiry<Also extends object = object>(acting: Acting, request: EnquiryRequest<Also>) {
  const { tx, actor, now } = acting
  const { procedure, input } = request
  return answerOnce(tx, { personId: actor.personId, key: input.key, procedure, input, now }, () => run(acting, request))
}

async function run<Also extends object>(acting: Acting, request: EnquiryRequest<Also>) {
  const { tx, actor, ability, now, deps } = acting
  const { input, command } = request
  const found = await lockEnquiry(tx, { networkId: actor.networkId, id: input.id })
  if (!found) throw notFound()
  const { row } = found
  const relation = standingToEnquiry(actor, row, now)
  authorise(ability, command.action, 'Enquiry', { relation })
  const setting = enquirySetting(deps, actor, enquiryViewer(actor, relation), now)
  const asked = { ...command, expectedVersion: input.version } as EnquiryCommand
  const decision = decideEnquiry(factsOfEnquiry(found), asked, setting)
  if (!decision.ok) throw enquiryErrorOf(decision.refusal)
  const { columns, note } = request
  await recordEnquiry(tx, {
    ...{ found, actor, decision, setting, action: command.action },
    ...(columns && { columns }),
    ...(note === undefined ? {} : { note }),
  })
  const also = (await request.also?.(found)) as Also
  return { id: row.id, number: row.number, version: row.version + 1, state: decision.next, ...also }
}
