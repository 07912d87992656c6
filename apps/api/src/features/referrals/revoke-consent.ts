import { referralChanged, revokeConsentInput } from '@fuqiao/contract'
import { actorProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { type ChainHop, revokeLaterHops } from './chain-store.ts'
import { insertEvent, insertOutbox } from './referral-store.ts'
import { mirrorTransition } from './far-end-store.ts'
import { type ActingIn, transit } from './transit.ts'

/**
 * The organisation takes its consent back, at any point after it was signed; or the sender's staff takes down its word, with the reason. Every sight
 * under it ends now, and with it that of the later hops of the chain. Records of service stay, marked.
 */
export const revokeConsent = actorProcedure
  .meta({ can: ['revokeConsent', 'Referral'] })
  .input(revokeConsentInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.revokeConsent',
      input,
      may: 'revokeConsent',
      command: { action: 'revokeConsent', reason: input.reason },
      note: input.reason,
      writes: ({ row }) => [() => revokeHops(ctx, row.id)],
    }),
  )

/** Revokes what hangs on a referral, each hop with a line, an audit entry and an event of its own. */
async function revokeHops(acting: ActingIn, referralId: string): Promise<void> {
  const hops = await revokeLaterHops(acting.tx, referralId)
  await Promise.all(hops.flatMap(hop => recordHop(acting, hop)))
  // A hop that went to another network ends there too.
  for (const hop of hops) if (hop.direction === 'network') await mirrorTransition(acting.tx, hop.id)
}

function recordHop({ tx, actor, now }: ActingIn, hop: ChainHop): Promise<void>[] {
  const key = { networkId: actor.networkId, id: hop.id }
  const seq = hop.version + 1
  const actorTenantId = actor.kind === 'tenant' ? actor.tenantId : null
  const actorOrganisationId = actor.kind === 'organisation' ? actor.organisationId : null
  const states = { fromState: hop.state, toState: 'consentRevoked' }
  return [
    insertEvent(tx, key, {
      seq,
      at: now,
      action: 'revokeConsent',
      ...states,
      actorTenantId,
      actorOrganisationId,
      actorPersonId: actor.personId,
      actorName: actor.personName,
      note: '',
      data: { byEarlierHop: true },
      audience: hop.wasSubmitted ? ['sender', 'target', 'organisation', 'desk'] : ['sender', 'organisation'],
    }),
    writeAudit(tx, actor, {
      action: 'referral.revokeConsent',
      subjectKind: 'Referral',
      subjectId: hop.id,
      at: now,
      details: { byEarlierHop: true, number: hop.number, from: hop.state, to: 'consentRevoked', version: seq },
    }),
    insertOutbox(
      tx,
      key,
      {
        action: 'revokeConsent',
        seq,
        number: hop.number,
        ...states,
        holder: null,
        organisationId: hop.organisationId,
        fromTenantId: hop.fromTenantId,
        toTenantId: hop.toTenantId,
        deskTenantId: hop.deskTenantId,
        wasSubmitted: hop.wasSubmitted,
        submittedAt: hop.submittedAt,
        actorTenantId,
        actorOrganisationId,
      },
      now,
    ),
  ]
}
