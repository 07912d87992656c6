import type { SealedCheck } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { notFound } from '../../rpc/app-error.ts'
import { canonicalDigest } from './canonical-digest.ts'
import {
  insertSnapshot,
  insertSupplement,
  readFurtherSigned,
  readPeople,
  readSections,
  widenByConsent,
} from './effects-store.ts'
import { organisationOf, type ReferralColumns, type ReferralRow } from './referral-store.ts'
import { readStandingChecks } from './sealed-checks-store.ts'
import { readOrganisation } from './world-store.ts'

/** What is sealed when a referral is submitted. */
export type Sealed = {
  card: Record<string, unknown>
  sections: Record<string, unknown>
  people: Record<string, unknown>[]
}

/** The digest that proves a snapshot unchanged. */
export function sealOf({ card, sections, people }: Sealed): string {
  return canonicalDigest({ card, sections, people })
}

/** The documents' section carries what was checked, so that the target need not look a second time; the seal covers it. */
function withChecks(sections: Record<string, unknown>, checks: readonly SealedCheck[]): Record<string, unknown> {
  if (checks.length === 0) return sections
  const documents = (sections['documents'] ?? { items: [] }) as Record<string, unknown>
  return { ...sections, documents: { ...documents, checks } }
}

/** The sections that are named, as they are now, and the named people where they are; with the checks of the documents, where those are shared. */
async function readShared(
  tx: Tx,
  row: Pick<ReferralRow, 'networkId' | 'organisationId' | 'sections' | 'personal'>,
): Promise<Pick<Sealed, 'sections' | 'people'>> {
  const { networkId } = row
  const organisationId = organisationOf(row)
  const isSharing = row.sections.includes('documents')
  const [sections, people, checks] = await Promise.all([
    readSections(tx, networkId, organisationId),
    row.personal ? readPeople(tx, networkId, organisationId) : Promise.resolve([]),
    isSharing ? readStandingChecks(tx, networkId, organisationId) : Promise.resolve([]),
  ])
  const named = sections.filter(({ section }) => row.sections.includes(section))
  return { sections: withChecks(Object.fromEntries(named.map(({ section, body }) => [section, body])), checks), people }
}

/** The digest that proves a supplement unchanged. */
export function sealOfSupplement({ sections, people }: Pick<Sealed, 'sections' | 'people'>): string {
  return canonicalDigest({ sections, people })
}

/** What the organisation consented to beside, as it is now: sealed by itself, and from here on part of what the referral shares. */
export async function prepareSupplement(tx: Tx, row: ReferralRow, now: Date) {
  const further = await readFurtherSigned(tx, row, row.informationRounds)
  if (!further) throw new Error('an answer that seals more has a signed consent to it')
  const { sections, personal } = further
  const sealed = await readShared(tx, { ...row, sections, personal })
  return {
    write: async () => {
      await insertSupplement(tx, {
        networkId: row.networkId,
        consentId: further.id,
        referralId: row.id,
        ...sealed,
        digest: sealOfSupplement(sealed),
        sealedAt: now,
      })
      await widenByConsent(tx, further.id)
    },
  }
}

/** The consented sections as they are now, and the preview that the target sees until it accepts. */
export async function prepareSnapshot(tx: Tx, row: ReferralRow, now: Date) {
  const { networkId } = row
  const organisationId = organisationOf(row)
  const [organisation, dossier] = await Promise.all([
    readOrganisation(tx, { networkId, id: organisationId }),
    readShared(tx, row),
  ])
  if (!organisation) throw notFound()
  const { name, creditCode, kind, stage, field, divisionCode } = organisation
  const sealed: Sealed = {
    card: { name, creditCode, kind, stage, field, divisionCode },
    ...dossier,
  }
  const preview: ReferralColumns = {
    previewKind: kind,
    previewField: field,
    previewStage: stage,
    previewDivisionCode: divisionCode,
  }
  const write = () =>
    insertSnapshot(tx, {
      networkId,
      referralId: row.id,
      fromTenantId: row.fromTenantId,
      organisationId,
      organisationName: name,
      ...sealed,
      digest: sealOf(sealed),
      sealedAt: now,
    })
  return { preview, write }
}
