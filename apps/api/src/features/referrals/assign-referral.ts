import { assignInput, reroutedReferral } from '@fuqiao/contract'
import type { TenantActor } from '@fuqiao/access'
import { v7 } from 'uuid'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { draftAssignment } from './chain-store.ts'
import { newClock } from './clock-columns.ts'
import { insertEvent, insertOutbox, type ReferralRow } from './referral-store.ts'
import { readCandidates } from './routing-store.ts'
import { type ActingIn, type Decided, transit } from './transit.ts'
import { readWorld } from './world-store.ts'
import { newLetterCode } from './write-draft.ts'

type Acting = ActingIn & { actor: TenantActor }
type Assigned = { targetTenantId: string; reason: string; successorId: string }

/**
 * The common superior assigns (派单) what expired, or was declined once too often, to another target. The draft is the sender's, who asks the
 * organisation for its consent to the new recipient; signed, it goes to the target without another approval.
 */
export const assignReferral = tenantProcedure
  .meta({ can: ['assign', 'Referral'] })
  .input(assignInput)
  .output(reroutedReferral)
  .mutation(({ ctx, input }) => {
    const { targetTenantId, reason } = input
    const assigned = { targetTenantId, reason, successorId: v7() }
    const acting = { ...ctx, actor: ctx.actor }
    return transit(ctx, {
      procedure: 'referrals.assign',
      input,
      may: 'assign',
      command: { action: 'assign', reason },
      note: reason,
      also: { successorId: assigned.successorId },
      check: row => checkTarget(acting, row, targetTenantId),
      writes: decided => [() => assign(acting, decided, assigned)],
    })
  })

/** The target is an incubator of the network that takes referrals, and none that the chain has been to. */
async function checkTarget({ tx, actor }: Acting, row: ReferralRow, targetTenantId: string): Promise<void> {
  if (row.deskTenantId !== actor.tenantId) throw new AppError('NOT_ALLOWED')
  const [world, candidates] = await Promise.all([readWorld(tx, row.id), readCandidates(tx, row.networkId)])
  const target = candidates.find(({ tenantId }) => tenantId === targetTenantId)
  if (!world || !target) throw notFound()
  if (targetTenantId === row.fromTenantId) throw new AppError('REFERRAL_TARGET_IS_SENDER')
  if (target.takesReferrals === false) throw new AppError('REFERRAL_TARGET_TAKES_NONE')
  if (targetTenantId === row.toTenantId || world.chainTenantIds.includes(targetTenantId))
    throw new AppError('REFERRAL_TARGET_IN_CHAIN')
}

async function assign(acting: Acting, { row, setting }: Decided, { successorId: id, ...given }: Assigned) {
  const { tx, actor, now } = acting
  // A clock of two days that reminds and drops nothing: what a superior assigned does not lapse as a forgotten draft.
  const { dueRule, dueAt, calendarVersion, nextClockAt } = newClock('approval', 'draft', setting)
  const number = await draftAssignment(tx, row.id, {
    id,
    letterCode: newLetterCode(),
    toTenantId: given.targetTenantId,
    reason: given.reason,
    personId: actor.personId,
    personName: actor.personName,
    dueRule,
    dueAt: dueAt?.toISOString() ?? null,
    calendarVersion,
    nextAt: nextClockAt?.toISOString() ?? null,
  })
  const key = { networkId: row.networkId, id }
  await Promise.all([
    insertEvent(tx, key, {
      seq: 1,
      at: now,
      action: 'create',
      fromState: null,
      toState: 'draft',
      actorTenantId: actor.tenantId,
      actorOrganisationId: null,
      actorPersonId: actor.personId,
      actorName: actor.personName,
      note: given.reason,
      data: {},
      audience: ['sender'],
    }),
    writeAudit(tx, actor, {
      action: 'referral.assign',
      subjectKind: 'Referral',
      subjectId: id,
      at: now,
      details: { number, instead: row.number, to: 'draft', version: 1 },
    }),
    insertOutbox(
      tx,
      key,
      {
        action: 'create',
        seq: 1,
        number,
        fromState: null,
        toState: 'draft',
        holder: 'sender',
        organisationId: row.organisationId,
        fromTenantId: row.fromTenantId,
        toTenantId: given.targetTenantId,
        deskTenantId: actor.tenantId,
        wasSubmitted: false,
        submittedAt: null,
        actorTenantId: actor.tenantId,
        actorOrganisationId: null,
      },
      now,
    ),
  ])
}
