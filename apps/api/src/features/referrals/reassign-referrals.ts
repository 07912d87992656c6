import type { TenantActor } from '@fuqiao/access'
import { consentTextVersion } from '@fuqiao/contract'
import { v7 } from 'uuid'
import { AppError } from '../../rpc/app-error.ts'
import { writeAudit } from '../audit/index.ts'
import { newClock } from './clock-columns.ts'
import { shownConsent } from './consent-shown.ts'
import { settingOf } from './facts.ts'
import { type Audience, insertEvent, insertOutbox } from './referral-store.ts'
import { planStandIn, type StandIn, type StandInPlan } from './stand-in-plan.ts'
import { type GatePlan, lockOfRetiring, type RetiringRow, standIn } from './stand-in-store.ts'
import type { ActingIn } from './transit.ts'

type RootActing = ActingIn & { actor: TenantActor }

/**
 * Gives the open referrals of an incubator that is suspended or merged to its superior or successor (B-08), in the transaction that does it; for the
 * centre at the top of a network. Answers how many moved. @throws AppError CALENDAR_NOT_LOADED
 */
export async function reassignOpenReferrals(acting: RootActing, change: StandIn): Promise<number> {
  const { tx } = acting
  const rows = await lockOfRetiring(tx, change.fromTenantId)
  // The other network knows the incubator that was there: nobody else steps into its place.
  const abroad = rows.filter(({ direction }) => direction === 'network').length
  if (abroad > 0) throw new AppError('TENANT_HAS_PARTNER_REFERRALS', { count: abroad })
  const planned = rows.flatMap(row => {
    const plan = planStandIn(row, change)
    return plan ? [{ row, plan }] : []
  })
  if (planned.length === 0) return 0
  const plans: GatePlan[] = []
  for (const { row, plan } of planned) plans.push(await gatePlan(acting, row, plan, change))
  await standIn(tx, { retiring: change.fromTenantId, heir: change.toTenantId }, plans)
  for (const { row, plan } of planned) await record(acting, row, plan, change)
  return planned.length
}

async function gatePlan(
  { tx, actor, now, deps }: RootActing,
  row: RetiringRow,
  plan: StandInPlan,
  change: StandIn,
): Promise<GatePlan> {
  const { clock, ...columns } = plan
  const party = { fromTenantId: heirOf(row.fromTenantId, change), toTenantId: heirOf(row.toTenantId, change) }
  const renewed =
    plan.consent === 'renew'
      ? {
          consentId: v7(),
          textVersion: consentTextVersion,
          shownDigest: (await shownConsent(tx, { ...row, ...party })).digest,
        }
      : {}
  return { id: row.id, version: row.version, ...columns, ...renewed, clock: clockOf() }

  function clockOf(): Record<string, string | null> | null {
    if (clock === 'keep') return null
    if (clock === 'none') return { rule: null, dueAt: null, nextAt: null, calendarVersion: null, expiresAt: null }
    const setting = settingOf(deps, actor, { relation: 'other', roles: actor.roles }, now)
    const { dueRule, dueAt, nextClockAt, calendarVersion } = newClock(clock, plan.state, setting)
    return {
      rule: dueRule,
      dueAt: dueAt?.toISOString() ?? null,
      nextAt: nextClockAt?.toISOString() ?? null,
      calendarVersion,
      expiresAt: null,
    }
  }
}

function heirOf<Id extends string | null>(id: Id, { fromTenantId, toTenantId }: StandIn): Id | string {
  return id === fromTenantId ? toTenantId : id
}

/** The line of the timeline, the audit entry and the event of one referral that moved. */
async function record(
  { tx, actor, now }: RootActing,
  row: RetiringRow,
  plan: StandInPlan,
  change: StandIn,
): Promise<void> {
  const key = { networkId: row.networkId, id: row.id }
  const seq = row.version + 1
  const wasSubmitted = row.submittedAt !== null && !plan.isRecalled
  const audience: Audience =
    row.state === 'draft'
      ? ['sender']
      : wasSubmitted
        ? ['sender', 'target', 'organisation', 'desk']
        : ['sender', 'organisation']
  const { tenantId: actorTenantId, personId: actorPersonId, personName: actorName } = actor
  const states = { fromState: row.state, toState: plan.state }
  const data = {
    basis: change.basis,
    replaced:
      row.toTenantId === change.fromTenantId ? 'target' : row.fromTenantId === change.fromTenantId ? 'sender' : 'desk',
  }
  await Promise.all([
    insertEvent(tx, key, {
      seq,
      at: now,
      action: 'standIn',
      ...states,
      actorTenantId,
      actorOrganisationId: null,
      actorPersonId,
      actorName,
      note: '',
      data,
      audience,
    }),
    writeAudit(tx, actor, {
      action: 'referral.standIn',
      subjectKind: 'Referral',
      subjectId: row.id,
      at: now,
      details: { ...data, number: row.number, from: row.state, to: plan.state, version: seq },
    }),
    insertOutbox(
      tx,
      key,
      {
        ...states,
        action: 'standIn',
        seq,
        number: row.number,
        holder: plan.holder,
        organisationId: row.organisationId,
        fromTenantId: heirOf(row.fromTenantId, change),
        toTenantId: heirOf(row.toTenantId, change),
        deskTenantId: heirOf(row.deskTenantId, change),
        wasSubmitted,
        submittedAt: wasSubmitted ? row.submittedAt : null,
        actorTenantId,
        actorOrganisationId: null,
        ...(row.toTenantId === change.fromTenantId ? { replacedTenantId: change.fromTenantId } : {}),
      },
      now,
    ),
  ])
}
