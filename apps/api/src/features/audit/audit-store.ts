import type { Actor, TenantActor } from '@fuqiao/access'
import { schema, type Tx } from '@fuqiao/db'
import { and, count, eq, gt } from 'drizzle-orm'

/** One line of the audit trail. */
export type AuditLine = {
  /** Verb of the deed, such as `referral.accept`. */
  action: string
  subjectKind: string
  subjectId: string | null
  at: Date
  outcome?: 'done' | 'denied'
  /** Codes, states, versions; never a field of a dossier nor personal data. */
  details?: Record<string, unknown>
}

/** Appends to the audit trail in the transaction of the deed. */
export async function writeAudit(tx: Tx, actor: Actor, line: AuditLine): Promise<void> {
  const place =
    actor.kind === 'tenant'
      ? { tenantId: actor.tenantId, tenantName: actor.tenantName }
      : { organisationId: actor.organisationId }
  await tx.insert(schema.auditEntry).values({
    networkId: actor.networkId,
    ...place,
    personId: actor.personId,
    personName: actor.personName,
    at: line.at,
    action: line.action,
    subjectKind: line.subjectKind,
    subjectId: line.subjectId,
    outcome: line.outcome ?? 'done',
    details: line.details ?? {},
  })
}

/** Appends what the clock did to a row of a tenant; no person stands behind it. For the worker, as the system role. */
export async function writeClockAudit(
  tx: Tx,
  place: { networkId: number; tenantId: string },
  line: AuditLine,
): Promise<void> {
  await tx.insert(schema.auditEntry).values({
    ...place,
    personId: null,
    personName: '',
    at: line.at,
    action: line.action,
    subjectKind: line.subjectKind,
    subjectId: line.subjectId,
    outcome: 'done',
    details: line.details ?? {},
  })
}

/** How often the acting person did this for the acting tenant since an instant: what a quota is counted by. */
export async function countAudit(
  tx: Tx,
  actor: TenantActor,
  { action, since }: { action: string; since: Date },
): Promise<number> {
  const { auditEntry } = schema
  const [row] = await tx
    .select({ done: count() })
    .from(auditEntry)
    .where(
      and(
        eq(auditEntry.networkId, actor.networkId),
        eq(auditEntry.tenantId, actor.tenantId),
        gt(auditEntry.at, since),
        eq(auditEntry.personId, actor.personId),
        eq(auditEntry.action, action),
      ),
    )
  return row?.done ?? 0
}
