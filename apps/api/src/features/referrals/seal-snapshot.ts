import type { Tx } from '@fuqiao/db'
import { notFound } from '../../rpc/app-error.ts'
import { canonicalDigest } from './canonical-digest.ts'
import { insertSnapshot, readPeople, readSections } from './effects-store.ts'
import type { ReferralColumns, ReferralRow } from './referral-store.ts'
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

/** The consented sections as they are now, and the preview that the target sees until it accepts. */
export async function prepareSnapshot(tx: Tx, row: ReferralRow, now: Date) {
  const { networkId, organisationId } = row
  const [organisation, sections, people] = await Promise.all([
    readOrganisation(tx, { networkId, id: organisationId }),
    readSections(tx, networkId, organisationId),
    row.personal ? readPeople(tx, networkId, organisationId) : Promise.resolve([]),
  ])
  if (!organisation) throw notFound()
  const { name, creditCode, kind, stage, field, divisionCode } = organisation
  const sealed: Sealed = {
    card: { name, creditCode, kind, stage, field, divisionCode },
    sections: Object.fromEntries(
      sections.filter(({ section }) => row.sections.includes(section)).map(({ section, body }) => [section, body]),
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
