import type { Tx } from '@fuqiao/db'
import { addDays, instantAt } from '@fuqiao/domain/calendar'
import type { ReferralEffect } from '@fuqiao/domain/referral'
import { v7 } from 'uuid'
import { carryCase } from '../incubation/index.ts'
import {
  type ConsentEnding,
  endGrants,
  endGrantsByDesk,
  insertGrant,
  insertServing,
  moveCustody,
  returnCustody,
  setConsentAside,
  signAskedConsent,
} from './effects-store.ts'
import { organisationOf, type ReferralKey, type ReferralRow } from './referral-store.ts'
import type { Statement, Transition } from './write-transition.ts'

type Written = Transition & { row: ReferralRow; key: ReferralKey; now: Date }

/** What each effect writes; those that are left out are written with the row itself, or by the procedure that brings them about. */
const writes: Partial<Record<ReferralEffect, (tx: Tx, written: Written) => Statement[]>> = {
  recordConsent: (tx, { key, signature, now }) =>
    signature ? [() => signAskedConsent(tx, key, { ...signature, at: now })] : [],
  setAsideConsent: (tx, { key, action, now, note }) => [
    () =>
      setConsentAside(tx, key, { state: endingOf(action), at: now, ...(note === undefined ? {} : { reason: note }) }),
  ],
  recordFurtherConsent: (tx, { key, signature, now }) =>
    signature ? [() => signAskedConsent(tx, key, { ...signature, at: now })] : [],
  setAsideFurtherConsent: (tx, { row, key, action, now, note }) => [
    () => setConsentAside(tx, key, { ...endingOfFurther(action, now, note), informationRound: row.informationRounds }),
  ],
  openGrant: (tx, { row, actor, now }) => openGrant(tx, row, actor, now),
  moveCustody: (tx, written) => [() => moveCustody(tx, written.row.id).then(() => carry(tx, written))],
  endGrant: (tx, { row, key, actor, action, now }) => [
    () =>
      actsAsDesk(actor, row) ? endGrantsByDesk(tx, row.id, action) : endGrants(tx, key, { at: now, reason: action }),
  ],
  revokeConsent: (tx, { key, action, now, note }) => [
    () => endGrants(tx, key, { at: now, reason: action }),
    () => setConsentAside(tx, key, { state: 'revoked', at: now, ...(note === undefined ? {} : { reason: note }) }),
  ],
  returnCustody: (tx, written) => [() => returnCustody(tx, written.row.id).then(() => carry(tx, written))],
}

/** What the effects of a decided transition write, in their order. */
export function effectWrites(tx: Tx, transition: Transition): Statement[] {
  const { row, decision, setting } = transition.decided
  const written = { ...transition, row, key: { networkId: row.networkId, id: row.id }, now: setting.now }
  return decision.effects.flatMap(effect => writes[effect]?.(tx, written) ?? [])
}

/** The organisation's running case goes where its custody went. */
function carry(tx: Tx, { row, key, actor, carrying, now }: Written): Promise<void> {
  if (!carrying || actor === null) throw new Error('custody moves by somebody, under rules that are known')
  const { deps, profileId } = carrying
  return carryCase({ tx, deps }, { networkId: key.networkId, profileId, referralId: row.id, by: actor, now })
}

/** The common superior, where it is no party to the grant. */
function actsAsDesk(actor: Transition['actor'], row: ReferralRow): boolean {
  if (actor?.kind !== 'tenant' || actor.tenantId !== row.deskTenantId) return false
  return actor.tenantId !== row.fromTenantId && actor.tenantId !== row.toTenantId
}

function endingOf(action: string): 'refused' | 'lapsed' | 'superseded' {
  if (action === 'refuseConsent') return 'refused'
  return action === 'lapseConsent' ? 'lapsed' : 'superseded'
}

/** An answer in words keeps no reason with what it leaves unasked. */
function endingOfFurther(action: string, at: Date, note: string | undefined): ConsentEnding {
  if (action === 'refuseFurtherConsent') return { state: 'refused', at, reason: note ?? '' }
  return { state: action === 'lapseInformation' ? 'lapsed' : 'superseded' }
}

function openGrant(tx: Tx, row: ReferralRow, actor: Transition['actor'], now: Date): Statement[] {
  const { networkId, toTenantId, grantUntil } = row
  const organisationId = organisationOf(row)
  if (toTenantId === null || grantUntil === null || actor === null || actor.kind === 'organisation')
    throw new Error('an accepted referral has a target and an end of sight')
  const grant: Parameters<typeof insertGrant>[1] = {
    networkId,
    id: v7(),
    tenantId: toTenantId,
    organisationId,
    grantedByTenantId: row.fromTenantId,
    referralId: row.id,
    sections: row.sections,
    personal: row.personal,
    from: now,
    until: instantAt(addDays(grantUntil, 1), '00:00'),
  }
  const opens = () => insertGrant(tx, grant)
  if (row.mode === 'handOver') return [opens]
  const serving = {
    networkId,
    organisationId,
    tenantId: toTenantId,
    referralId: row.id,
    from: now,
  }
  return [opens, () => insertServing(tx, serving)]
}
