import { schema, type Tx } from '@fuqiao/db'
import type { Candidate } from '@fuqiao/domain/referral'
import { and, eq, ne } from 'drizzle-orm'

const { capability, division, responseRecord, tenant } = schema

/** Every active incubator of a network with what it declared and how it has answered so far: one query over the directory, no loop. */
export async function readCandidates(tx: Tx, networkId: number) {
  return tx
    .select({
      tenantId: tenant.id,
      networkId: tenant.networkId,
      scopeKey: tenant.scopeKey,
      depth: tenant.depth,
      tier: tenant.tier,
      kind: tenant.kind,
      name: tenant.name,
      shortName: tenant.shortName,
      divisionName: division.name,
      functions: capability.functions,
      fields: capability.fields,
      services: capability.services,
      ceiling: capability.ceiling,
      takesReferrals: capability.takesReferrals,
      declaredAt: capability.declaredAt,
      received: responseRecord.received,
      acknowledged: responseRecord.acknowledged,
      accepted: responseRecord.accepted,
      declined: responseRecord.declined,
      activeNow: responseRecord.activeNow,
      acknowledgeHoursTotal: responseRecord.acknowledgeHoursTotal,
    })
    .from(tenant)
    .innerJoin(division, eq(division.code, tenant.divisionCode))
    .leftJoin(capability, and(eq(capability.networkId, tenant.networkId), eq(capability.tenantId, tenant.id)))
    .leftJoin(
      responseRecord,
      and(eq(responseRecord.networkId, tenant.networkId), eq(responseRecord.tenantId, tenant.id)),
    )
    .where(and(eq(tenant.networkId, networkId), eq(tenant.status, 'active'), ne(tenant.kind, 'partnerNetwork')))
}

/** A row of the directory. */
export type DirectoryRow = Awaited<ReturnType<typeof readCandidates>>[number]

/** The row as the rules of routing know an incubator. One that declared nothing takes referrals until it says otherwise. */
export function candidateOf(row: DirectoryRow, barred: ReadonlySet<string>): Candidate {
  const { tenantId, networkId, scopeKey, depth, tier, kind } = row
  return {
    node: { tenantId, networkId, scopeKey, depth, tier, kind },
    functions: row.functions ?? [],
    fields: (row.fields ?? []) as Candidate['fields'],
    capacity:
      row.ceiling === null || row.declaredAt === null
        ? null
        : { ceiling: row.ceiling, taken: row.activeNow ?? 0, declaredAt: row.declaredAt },
    response: {
      received: row.received ?? 0,
      accepted: row.accepted ?? 0,
      declined: row.declined ?? 0,
      acknowledgedWorkingHours: row.acknowledged ? (row.acknowledgeHoursTotal ?? 0) / row.acknowledged : null,
    },
    takesReferrals: row.takesReferrals ?? true,
    isBarred: barred.has(tenantId),
  }
}
