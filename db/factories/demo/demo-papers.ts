import { addDays, civilDateOf, instantAt } from '@fuqiao/domain/calendar'
import type { attachment, documentCheck } from '../../schema/dossier.ts'
import { inventedPaper } from '../invented-paper.ts'
import type { TenantRow } from '../network-factories.ts'
import type { OrganisationRow } from '../organisation-factories.ts'
import type { DemoDossiers } from './demo-dossiers.ts'
import type { Posts } from './demo-people.ts'
import type { DemoWorld } from './demo-world.ts'

/** The documents that dossiers hold, and who looked at their originals. */
export type DemoPapers = {
  papers: (typeof attachment.$inferInsert)[]
  checks: (typeof documentCheck.$inferInsert)[]
}

/** An entry of a dossier's section of documents, as `inventedDossier` writes it. */
type Listed = { title: string; verifiedOn: string | null; validUntil: string | null }

/** Kinds of the profile's list by what a document is called; the rest is `other`. */
const kinds: Record<string, string> = {
  登记证书: 'registrationCertificate',
  章程: 'charter',
  上年度审计报告: 'auditReport',
  办公场所证明: 'premisesProof',
}

const notes = ['', '', '原件与上传件一致。', '已核对原件，公章清晰。']

/**
 * Gives some organisations, and all of `full`, the papers that their dossier lists: one that the dossier calls verified has been looked
 * at on that day by the desk of its custodian; now and then a look was set aside because the paper was the wrong one.
 */
export function fileDocuments(
  { random, now }: DemoWorld,
  organisations: readonly OrganisationRow[],
  place: { dossiers: DemoDossiers; tenants: ReadonlyMap<string, TenantRow>; posts: Posts; full: ReadonlySet<string> },
): DemoPapers {
  const made: DemoPapers = { papers: [], checks: [] }
  for (const row of organisations) {
    const officer = place.posts.get(row.tenantId)?.desk[0]
    const custodian = place.tenants.get(row.tenantId)
    if (!officer?.personId || !custodian || !(place.full.has(row.id) || random.chance(0.15))) continue
    const { networkId, id: organisationId, tenantId, scopeKey } = row
    const items = (place.dossiers.of.get(row.id)?.sections.documents['items'] ?? []) as readonly Listed[]
    for (const { title, verifiedOn, validUntil } of items) {
      const day = verifiedOn ?? addDays(civilDateOf(now), -random.int(3, 60))
      const createdAt = instantAt(addDays(day, -1), '15:20')
      const id = random.id(createdAt)
      made.papers.push({
        ...{ networkId, id, tenantId, scopeKey, organisationId, createdAt },
        ...inventedPaper,
        purpose: 'document',
        fileName: `${title}（演示）.pdf`,
        personName: officer.name,
      })
      if (verifiedOn === null) continue
      const check = { networkId, attachmentId: id, organisationId, tenantId, kind: kinds[title] ?? 'other' }
      const by = { tenantName: custodian.name, personId: officer.personId, personName: officer.name }
      made.checks.push({ ...check, ...by, ...lookOn(random, verifiedOn, by), validUntil })
    }
  }
  return made
}

/** What a look at an original leaves behind; one in sixteen is set aside on the day after. */
function lookOn(random: DemoWorld['random'], day: string, by: { tenantName: string; personName: string }) {
  const at = instantAt(day, '10:40')
  const look = { id: random.id(at), at, checkedOn: day, sha256: inventedPaper.sha256, note: random.pick(notes) }
  if (!random.chance(1 / 16)) return { ...look, revokedAt: null, revokedByName: '', revokeReason: '' }
  return {
    ...look,
    revokedAt: instantAt(addDays(day, 1), '09:10'),
    revokedByName: `${by.tenantName} ${by.personName}`,
    revokeReason: '上传的是旧版本，已请组织重新提交',
  }
}
