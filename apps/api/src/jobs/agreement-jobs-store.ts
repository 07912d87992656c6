import { schema, type Tx } from '@fuqiao/db'
import type { StandingUsage } from '@fuqiao/domain/agreement'
import { and, asc, eq, inArray, isNotNull, isNull, lt, lte, ne, notInArray, or, sql } from 'drizzle-orm'

const { agreement, network, referral, tenant } = schema

/** Whether this worker may accept now: one at a time in the whole installation, so that a quota goes to whoever was first. Held until the transaction ends. */
export async function takeAcceptance(tx: Tx): Promise<boolean> {
  const rows = (await tx.execute(
    sql`select pg_try_advisory_xact_lock(hashtext('fuqiao accept by agreement')) as mine`,
  )) as unknown as { mine: boolean }[]
  return rows[0]?.mine === true
}

/** The referral that was submitted first of those whose agreement has not been asked, locked, with its network's profile. */
export async function takeUnanswered(tx: Tx, except: string[]) {
  const [found] = await tx
    .select({ row: referral, profileId: network.profileId })
    .from(referral)
    .innerJoin(network, eq(network.id, referral.networkId))
    .where(
      and(
        eq(referral.state, 'submitted'),
        isNotNull(referral.agreementId),
        isNull(referral.standingAnswer),
        except.length > 0 ? notInArray(referral.id, except) : undefined,
      ),
    )
    .orderBy(asc(referral.submittedAt), asc(referral.id))
    .limit(1)
    .for('update', { of: referral })
  return found
}

/** Keeps what the agreement answered; the referral itself stays as it is, for people to decide. */
export async function keepAnswer(
  tx: Tx,
  key: { networkId: number; id: string },
  standingAnswer: string,
): Promise<void> {
  await tx
    .update(referral)
    .set({ standingAnswer })
    .where(and(eq(referral.networkId, key.networkId), eq(referral.id, key.id)))
}

/** Referrals accepted under an agreement, in a span and in all: counted from the referrals themselves. */
export async function countUsage(
  tx: Tx,
  key: { networkId: number; id: string },
  span: { from: Date; until: Date },
): Promise<StandingUsage> {
  const [row] = await tx
    .select({
      inMonth: sql<number>`(count(*) filter (where ${referral.acceptedAt} >= ${span.from.toISOString()}::timestamptz and ${referral.acceptedAt} < ${span.until.toISOString()}::timestamptz))::int`,
      inAll: sql<number>`count(*)::int`,
    })
    .from(referral)
    .where(
      and(
        eq(referral.networkId, key.networkId),
        eq(referral.agreementId, key.id),
        isNotNull(referral.acceptedAt),
        ne(referral.state, 'voided'),
      ),
    )
  return row ?? { inMonth: 0, inAll: 0 }
}

/** Acts for a tenant in this transaction: the gates of acceptance answer the system role as they would that tenant. */
export async function actFor(tx: Tx, place: { networkId: number; tenantId: string }, now: Date): Promise<void> {
  await tx.execute(
    sql`select app.act_for(${place.networkId}::int, ${place.tenantId}::uuid, ${now.toISOString()}::timestamptz)`,
  )
}

/** Agreements to which something may have to happen by itself on a day: keys alone, looked at again one by one. */
export async function readAgreementsToLookAt(tx: Tx, today: string) {
  const gone = tx
    .select({ id: tenant.id })
    .from(tenant)
    .where(inArray(tenant.status, ['merged', 'closed']))
  return tx
    .select({ networkId: agreement.networkId, id: agreement.id, profileId: network.profileId })
    .from(agreement)
    .innerJoin(network, eq(network.id, agreement.networkId))
    .where(
      and(
        inArray(agreement.state, ['signed', 'inForce']),
        or(
          lt(agreement.until, today),
          and(eq(agreement.state, 'signed'), lte(agreement.from, today)),
          and(eq(agreement.state, 'inForce'), isNotNull(agreement.standing), isNull(agreement.pausedBy)),
          inArray(agreement.firstTenantId, gone),
          inArray(agreement.secondTenantId, gone),
        ),
      ),
    )
    .orderBy(asc(agreement.networkId), asc(agreement.id))
}
