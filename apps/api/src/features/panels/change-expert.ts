import { relationOf, type TenantActor } from '@fuqiao/access'
import { addExpertInput, changeExpertInput, expertChanged, retireExpertInput } from '@fuqiao/contract'
import { v7 } from 'uuid'
import type { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { type ExpertRow, insertExpert, lockExpert, readReviewers, updateExpert } from './expert-store.ts'

type Acting = ActingIn & { actor: TenantActor }
type Added = z.infer<typeof addExpertInput>

/** Takes an expert into the network's pool, kept by the acting incubator (L-13). */
export const addExpert = tenantProcedure
  .meta({ can: ['add', 'Expert'] })
  .input(addExpertInput)
  .output(expertChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'panels.addExpert', input, now }
    return answerOnce(tx, request, () => add({ ...ctx, actor }, input))
  })

async function add(acting: Acting, { key: _key, ...card }: Added) {
  const { tx, actor, ability, now } = acting
  const { networkId, tenantId } = actor
  authorise(ability, 'add', 'Expert', { relation: 'own' })
  await checkAccount(acting, card.personId)
  const id = v7()
  await insertExpert(tx, { networkId, id, tenantId, ...card, createdAt: now, updatedAt: now })
  await audit(acting, { id, action: 'add', version: 1 })
  return { id, version: 1 }
}

/** An account is a reviewer of the incubator that keeps the card. @throws EXPERT_ACCOUNT_UNKNOWN */
async function checkAccount({ tx, actor, now }: Acting, personId: string | null): Promise<void> {
  if (personId === null) return
  const { networkId, tenantId } = actor
  const people = await readReviewers(tx, { networkId, tenantId, now })
  if (!people.some(person => person.personId === personId)) throw new AppError('EXPERT_ACCOUNT_UNKNOWN')
}

/** Not who it is: an audit trail is read by more people than a card. */
const audit = ({ tx, actor, now }: Acting, of: { id: string; action: 'add' | 'change' | 'retire'; version: number }) =>
  writeAudit(tx, actor, {
    action: `expert.${of.action}`,
    subjectKind: 'Expert',
    subjectId: of.id,
    at: now,
    details: { version: of.version },
  })

/** Changes the card of an expert that the acting incubator keeps. */
export const changeExpert = tenantProcedure
  .meta({ can: ['change', 'Expert'] })
  .input(changeExpertInput)
  .output(expertChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const { key, id, version, ...card } = input
    const request = { personId: actor.personId, key, procedure: 'panels.changeExpert', input, now }
    return answerOnce(tx, request, async () => {
      const row = await lockAt({ ...ctx, actor }, { id, version, action: 'change' })
      if (card.personId !== row.personId) await checkAccount({ ...ctx, actor }, card.personId)
      return write({ ...ctx, actor }, row, { action: 'change', columns: card })
    })
  })

/** Takes an expert out of the pool, so that no lot draws them any more, or back in; panels they sit in go on. */
export const retireExpert = tenantProcedure
  .meta({ can: ['retire', 'Expert'] })
  .input(retireExpertInput)
  .output(expertChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const { key, isRetired, ...at } = input
    const request = { personId: actor.personId, key, procedure: 'panels.retireExpert', input, now }
    return answerOnce(tx, request, async () => {
      const row = await lockAt({ ...ctx, actor }, { ...at, action: 'retire' })
      return write({ ...ctx, actor }, row, { action: 'retire', columns: { isActive: !isRetired } })
    })
  })

type Deed = 'change' | 'retire'

/** @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT */
async function lockAt(
  { tx, actor, ability, now }: Acting,
  { id, version, action }: { id: string; version: number; action: Deed },
): Promise<ExpertRow> {
  const row = await lockExpert(tx, { networkId: actor.networkId, id })
  authorise(ability, action, 'Expert', { relation: relationOf(actor, 'Expert', row, now) })
  if (row.version !== version) throw new AppError('VERSION_CONFLICT', { version: row.version })
  return row
}

async function write(
  acting: Acting,
  row: ExpertRow,
  { action, columns }: { action: Deed; columns: Parameters<typeof updateExpert>[2] },
) {
  const { id, networkId } = row
  const version = row.version + 1
  await updateExpert(acting.tx, { networkId, id }, { ...columns, version, updatedAt: acting.now })
  await audit(acting, { id, action, version })
  return { id, version }
}
