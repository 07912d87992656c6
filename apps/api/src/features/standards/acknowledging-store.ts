import { schema, type Tx } from '@fuqiao/db'
import type { TenantKind, Tier } from '@fuqiao/domain/profile'
import type { AcknowledgingStanding } from '@fuqiao/domain/standard'
import { and, eq, sql, type SQL } from 'drizzle-orm'

const { acknowledgement } = schema

export type AcknowledgementRow = typeof acknowledgement.$inferSelect
/** What is acknowledged. */
export type Acknowledged = { standardVersionId: string } | { serviceItemId: string }

const ofSubject = (subject: Acknowledged) =>
  'standardVersionId' in subject
    ? eq(acknowledgement.standardVersionId, subject.standardVersionId)
    : eq(acknowledgement.serviceItemId, subject.serviceItemId)

/** What an incubator acknowledged; of all its acknowledgements where no subject is named. */
export function readAcknowledgements(
  tx: Tx,
  of: { networkId: number; tenantId: string; subject?: Acknowledged },
): Promise<AcknowledgementRow[]> {
  return tx
    .select()
    .from(acknowledgement)
    .where(
      and(
        eq(acknowledgement.networkId, of.networkId),
        eq(acknowledgement.tenantId, of.tenantId),
        of.subject && ofSubject(of.subject),
      ),
    )
}

/** Keeps an acknowledgement, once for each incubator; false where there is one. */
export async function insertAcknowledgement(tx: Tx, row: typeof acknowledgement.$inferInsert): Promise<boolean> {
  const written = await tx
    .insert(acknowledgement)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: acknowledgement.id })
  return written.length === 1
}

/** The incubators at work below a place. */
export type Below = { networkId: number; low: bigint; high: bigint }

const atWorkBelow = ({ networkId, low, high }: Below) =>
  sql`t.network_id = ${networkId} and t.scope_key > ${low.toString()}::bigint and t.scope_key <= ${high.toString()}::bigint
    and t.status = 'active' and t.kind <> 'partnerNetwork'`

export async function countBelow(tx: Tx, below: Below): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(
    sql`select count(*)::int as n from tenant t where ${atWorkBelow(below)}`,
  )
  return row?.n ?? 0
}

/** How many of those below acknowledged each version. */
export async function countGiven(tx: Tx, below: Below): Promise<Map<string, number>> {
  const rows = await tx.execute<{ id: string; n: number }>(sql`
    select a.standard_version_id as id, count(*)::int as n
    from tenant t join acknowledgement a on a.network_id = t.network_id and a.tenant_id = t.id
    where ${atWorkBelow(below)} and a.standard_version_id is not null group by 1`)
  return new Map(rows.map(({ id, n }) => [id, n]))
}

/** A version that is asked about: when it was made known, and what is late now. */
export type Asked = { versionId: string; knownOn: string; lateIfKnownBy: string }

/** The standing of an incubator to a version, as `acknowledgingStanding` of the domain says it. */
const standingIn = ({ knownOn, lateIfKnownBy }: Asked): SQL =>
  sql`case when a.id is not null then 'given'
    when greatest(${knownOn}::date, t.opened_on) <= ${lateIfKnownBy}::date then 'overdue' else 'open' end`
const withGiven = ({ versionId }: Asked): SQL =>
  sql`tenant t left join acknowledgement a on a.network_id = t.network_id and a.tenant_id = t.id and a.standard_version_id = ${versionId}`

/** Incubators below by tier and standing. */
export function countStandings(tx: Tx, below: Below, asked: Asked) {
  return tx.execute<{ tier: Tier; standing: AcknowledgingStanding; n: number }>(sql`
    select t.tier, ${standingIn(asked)} as standing, count(*)::int as n from ${withGiven(asked)} where ${atWorkBelow(below)} group by 1, 2`)
}

export type ListedAcknowledging = {
  tenantId: string
  tenantName: string
  tier: Tier
  kind: TenantKind
  openedOn: string
  givenAt: string | null
  personName: string | null
}

/** The incubators below with their acknowledgement, in the order of the tree, so many after one of them. */
export async function readStandings(
  tx: Tx,
  below: Below,
  page: {
    asked: Asked
    tier?: string | undefined
    standing?: string | undefined
    after?: string | undefined
    limit: number
  },
): Promise<ListedAcknowledging[]> {
  const { asked, tier, standing, after, limit } = page
  const conditions = [
    atWorkBelow(below),
    ...(tier ? [sql`t.tier = ${tier}`] : []),
    ...(standing ? [sql`${standingIn(asked)} = ${standing}`] : []),
    ...(after
      ? [
          sql`t.scope_key > coalesce((select p.scope_key from tenant p where p.network_id = ${below.networkId} and p.id = ${after}), ${below.high.toString()}::bigint)`,
        ]
      : []),
  ]
  return tx.execute<ListedAcknowledging>(sql`
    select t.id as "tenantId", t.name as "tenantName", t.tier, t.kind, t.opened_on::text as "openedOn",
      to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "givenAt", a.person_name as "personName"
    from ${withGiven(asked)} where ${sql.join(conditions, sql` and `)} order by t.scope_key limit ${limit}`)
}

/** The day on which an incubator was opened, and whether it is at work. */
export async function readOpening(tx: Tx, networkId: number, id: string) {
  const [row] = await tx.execute<{ openedOn: string }>(
    sql`select opened_on::text as "openedOn" from tenant where network_id = ${networkId} and id = ${id}`,
  )
  return row?.openedOn ?? '1900-01-01'
}
