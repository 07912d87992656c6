import { sql } from 'drizzle-orm'
import { organisationServing } from '../schema/organisation.ts'
import { attachment } from '../schema/dossier.ts'
import { consent, dossierGrant } from '../schema/consent.ts'
import { auditEntry, notice } from '../schema/records.ts'
import { referral } from '../schema/referral.ts'
import { referralEvent, referralSnapshot } from '../schema/referral-records.ts'
import type { Tx } from '../src/transactions.ts'
import { insertRows } from './insert-rows.ts'
import type { TenantRow } from './network-factories.ts'
import type { PlayedReferral } from './referral-plot.ts'

/** Writes played referrals with all that belongs to them, parents before children, and moves custody where a hand-over was accepted. */
export async function storePlayed(
  tx: Tx,
  stories: readonly { played: PlayedReferral; to: TenantRow }[],
): Promise<void> {
  const all = stories.map(({ played }) => played)
  const present = <T>(list: readonly (T | null)[]) => list.filter((row): row is T => row !== null)
  await insertRows(
    tx,
    referral,
    all.map(played => played.referral),
  )
  await insertRows(
    tx,
    attachment,
    all.flatMap(({ papers }) => papers),
  )
  await insertRows(
    tx,
    consent,
    all.flatMap(({ consents }) => consents),
  )
  await insertRows(tx, referralSnapshot, present(all.map(({ snapshot }) => snapshot)))
  await insertRows(tx, dossierGrant, present(all.map(({ grant }) => grant)))
  await insertRows(tx, organisationServing, present(all.map(({ serving }) => serving)))
  await insertRows(
    tx,
    referralEvent,
    all.flatMap(({ events }) => events),
  )
  await insertRows(
    tx,
    auditEntry,
    all.flatMap(({ audit }) => audit),
  )
  await insertRows(
    tx,
    notice,
    all.flatMap(({ notices }) => notices),
  )
  const moves = stories.filter(({ played }) => played.custodySince !== null)
  if (moves.length > 0) await moveCustody(tx, moves)
}

async function moveCustody(tx: Tx, moves: readonly { played: PlayedReferral; to: TenantRow }[]): Promise<void> {
  const rows = moves.map(({ played: { referral: row, custodySince }, to }) => ({
    network_id: row.networkId,
    organisation_id: row.organisationId,
    tenant_id: to.id,
    scope_key: to.scopeKey.toString(),
    at: custodySince,
  }))
  const moved = sql`(select distinct on (r.organisation_id) r.* from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
    as r (network_id int, organisation_id uuid, tenant_id uuid, scope_key bigint, at timestamptz) order by r.organisation_id, r.at desc) m`
  await tx.execute(sql`update organisation o set tenant_id = m.tenant_id, scope_key = m.scope_key, reporting_tenant_id = m.tenant_id,
    version = o.version + 1, updated_at = m.at from ${moved} where o.network_id = m.network_id and o.id = m.organisation_id`)
  for (const table of ['dossier_section', 'organisation_person']) {
    await tx.execute(sql`update ${sql.identifier(table)} d set tenant_id = m.tenant_id, scope_key = m.scope_key
      from ${moved} where d.network_id = m.network_id and d.organisation_id = m.organisation_id`)
  }
  await tx.execute(sql`update attachment d set tenant_id = m.tenant_id, scope_key = m.scope_key
    from ${moved} where d.network_id = m.network_id and d.organisation_id = m.organisation_id and d.purpose = 'document'`)
}
