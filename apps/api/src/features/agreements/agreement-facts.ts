import { type Actor, type Relation, relationOf } from '@fuqiao/access'
import type {
  AcceptingHealth,
  AgreementFacts,
  AgreementSetting,
  AgreementSide,
  AgreementTerms,
  AgreementViewer,
} from '@fuqiao/domain/agreement'
import type { Deps } from '../../deps.ts'
import { profileOf } from '../network/index.ts'
import type { AgreementRow, JoinedAgreement } from './agreement-store.ts'

const gone: ReadonlySet<string> = new Set(['merged', 'closed'])

/** The facts that the machine decides on; `health` where a standing agreement in force asks for it. */
export function factsOfAgreement(
  { row, first, second }: JoinedAgreement,
  health: AcceptingHealth | null,
): AgreementFacts {
  return {
    state: row.state,
    version: row.version,
    terms: termsOf(row),
    signed: { first: row.firstSignedAt !== null, second: row.secondSignedAt !== null },
    pausedBy: row.pausedBy,
    partiesStand: !gone.has(first.status) && !gone.has(second.status),
    health,
  }
}

/** What both sides sign. */
export function termsOf({ title, firstDuties, secondDuties, from, until, standing }: AgreementRow): AgreementTerms {
  return { title, firstDuties, secondDuties, from, until, standing: standing as AgreementTerms['standing'] }
}

/** Which side of an agreement a tenant is. */
export function sideOf(row: AgreementRow, tenantId: string | null): AgreementSide | null {
  if (tenantId === row.firstTenantId) return 'first'
  return tenantId === row.secondTenantId ? 'second' : null
}

/** The tenant on a side. */
export const tenantOn = (row: AgreementRow, side: AgreementSide): string =>
  side === 'first' ? row.firstTenantId : row.secondTenantId

/** Whose health the agreement asks for; null where it accepts nothing by itself. */
export function acceptingOf(row: AgreementRow): { networkId: number; tenantId: string } | null {
  if (row.state !== 'inForce' || row.standing === null) return null
  return { networkId: row.networkId, tenantId: tenantOn(row, row.standing.accepting) }
}

/** How the actor stands to the agreement, as the permissions and the wall say. */
export function standingToAgreement(actor: Actor, row: AgreementRow, now: Date): Relation {
  return relationOf(actor, 'Agreement', row, now)
}

/** What decisions are taken under. */
export function agreementSetting(
  deps: Pick<Deps, 'profiles'>,
  of: { networkId: number; profileId: string },
  viewer: AgreementViewer,
  now: Date,
): AgreementSetting {
  return { rules: profileOf(deps, of).agreement, viewer, now }
}
