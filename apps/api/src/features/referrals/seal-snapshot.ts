import type { SealedCheck } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { notFound } from '../../rpc/app-error.ts'
import { canonicalDigest } from './canonical-digest.ts'
import { insertSnapshot, readPeople, readSections } from './effects-store.ts'
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

/** The consented sections as they are now, and the preview that the target sees until it accepts. */
export async function prepareSnapshot(tx: Tx, row: ReferralRow, now: Date) {
  const { networkId } = row
  const organisationId = organisationOf(row)
  const isSharing = row.sections.includes('documents')
  const [organisation, sections, people, checks] = await Promise.all([
    readOrganisation(tx, { networkId, id: organisationId }),
    readSections(tx, networkId, organisationId),
    row.personal ? readPeople(tx, networkId, organisationId) : Promise.resolve([]),
    isSharing ? readStandingChecks(tx, networkId, organisationId) : Promise.resolve([]),
  ])
  if (!organisation) throw notFound()
  const { name, creditCode, kind, stage, field, divisionCode } = organisation
  const sealed: Sealed = {
    card: { name, creditCode, kind, stage, field, divisionCode },
    sections: withChecks(
      Object.fromEntries(
        sections.filter(({ section }) => row.sections.includes(section)).map(({ section, body }) => [section, body]),
      ),
      checks,
    ),
    people,
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
