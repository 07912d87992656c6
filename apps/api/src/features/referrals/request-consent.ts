import { changeReferralInput, consentTextVersion, referralChanged } from '@fuqiao/contract'
import type { TenantActor } from '@fuqiao/access'
import { v7 } from 'uuid'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { shownConsent } from './consent-shown.ts'
import { insertConsent } from './effects-store.ts'
import { organisationOf, type ReferralRow } from './referral-store.ts'
import { type ActingIn, transit } from './transit.ts'
import { readLiveGrants, readOrganisation } from './world-store.ts'

/** Asks the organisation: from here on it sees exactly what would go to whom. */
export const requestConsent = tenantProcedure
  .meta({ can: ['requestConsent', 'Referral'] })
  .input(changeReferralInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.requestConsent',
      input,
      may: 'requestConsent',
      command: { action: 'requestConsent' },
      check: row => checkShareable({ ...ctx, actor: ctx.actor }, row),
      writes: ({ row }) => [() => askForConsent(ctx, row)],
    }),
  )

/** Puts before the organisation what of a referral would go to whom; `informationRound`: beside its consent, for a question. */
export async function askForConsent(
  { tx, now }: Pick<ActingIn, 'tx' | 'now'>,
  row: ReferralRow,
  informationRound: number | null = null,
): Promise<void> {
  const { shown, digest } = await shownConsent(tx, row)
  await insertConsent(tx, {
    networkId: row.networkId,
    id: v7(),
    referralId: row.id,
    organisationId: organisationOf(row),
    fromTenantId: row.fromTenantId,
    recipientTenantId: row.toTenantId ?? '',
    sections: shown.sections,
    personal: shown.personal,
    purpose: shown.purpose,
    until: shown.until,
    textVersion: consentTextVersion,
    shownDigest: digest,
    state: 'asked',
    informationRound,
    askedAt: now,
  })
}

/** What would go to a target. */
export type Shared = Pick<ReferralRow, 'needText' | 'sections' | 'personal'>
/** An organisation as far as that is judged on it, and what the sender may look into of it. */
export type SharedOf = {
  names: readonly string[]
  isOwn: boolean
  grants: readonly { sections: readonly string[]; personal: boolean }[]
}

/** A sender shares no more than it may look into itself, and the preview names nobody; null when that is so. */
export function refusalToShare({ needText, sections, personal }: Shared, of: SharedOf): AppError | null {
  const plain = needText.replaceAll(/\s/g, '')
  if (of.names.some(name => plain.includes(name.replaceAll(/\s/g, ''))))
    return new AppError('REFERRAL_NEED_NAMES_ORGANISATION')
  if (of.isOwn) return null
  const open = new Set(of.grants.flatMap(grant => (grant.personal ? [...grant.sections, 'personal'] : grant.sections)))
  const closed = [...sections, ...(personal ? ['personal'] : [])].filter(section => !open.has(section))
  return closed.length > 0 ? new AppError('REFERRAL_SECTIONS_NOT_YOURS', { sections: closed.join(', ') }) : null
}

/** @throws AppError REFERRAL_SECTIONS_NOT_YOURS and its like, where the sender may not share what the row names */
export async function checkShareable(
  { tx, now }: Pick<ActingIn, 'tx' | 'now'> & { actor: TenantActor },
  row: ReferralRow,
): Promise<void> {
  const { networkId, organisationId, fromTenantId: tenantId } = row
  // Where none is named there is nothing to share: the machine refuses by name.
  if (organisationId === null) return
  const [organisation, grants] = await Promise.all([
    readOrganisation(tx, { networkId, id: organisationId }),
    readLiveGrants(tx, { networkId, tenantId, organisationId, now }),
  ])
  if (!organisation) throw notFound()
  const names = [organisation.name, ...organisation.formerNames]
  const refused = refusalToShare(row, { names, isOwn: organisation.tenantId === tenantId, grants })
  if (refused) throw refused
}
