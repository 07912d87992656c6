import type { Actor, SectionGrantFacts, TenantActor } from '@fuqiao/access'
import type { OrganisationRow } from '@fuqiao/contract'
import { schema, type Tx } from '@fuqiao/db'
import { and, eq, sql } from 'drizzle-orm'
import { AppError, notFound } from '../../rpc/app-error.ts'

const { organisation, numberCounter, division } = schema

/** The row of an organisation as it is written. */
export type NewOrganisation = typeof organisation.$inferInsert

/** The custodian's place; undefined when the organisation is not in sight. */
export async function readPlace(
  tx: Tx,
  networkId: number,
  id: string,
): Promise<{ tenantId: string; scopeKey: bigint } | undefined> {
  const [row] = await tx
    .select({ tenantId: organisation.tenantId, scopeKey: organisation.scopeKey })
    .from(organisation)
    .where(and(eq(organisation.networkId, networkId), eq(organisation.id, id)))
  return row
}

/** Whether an organisation is in sight. */
export async function isOrganisationInSight(tx: Tx, networkId: number, id: string): Promise<boolean> {
  return (await readPlace(tx, networkId, id)) !== undefined
}

/** The acting tenant's grants on the organisation that were not ended; the organisation's own account needs none. */
export async function readGrants(tx: Tx, actor: Actor, organisationId: string): Promise<SectionGrantFacts[]> {
  if (actor.kind !== 'tenant') return []
  const rows = await tx.execute<Omit<SectionGrantFacts, 'from' | 'until'> & { from: string; until: string }>(sql`
    select g.tenant_id as "tenantId", to_json(g.from_at) #>> '{}' as "from", to_json(g.until_at) #>> '{}' as "until", null as "endedAt", to_json(g.sections) as sections,
      g.personal
    from dossier_grant g
    where g.network_id = ${actor.networkId} and g.organisation_id = ${organisationId} and g.tenant_id = ${actor.tenantId} and g.ended_at is null`)
  return rows.map(({ from, until, ...row }) => ({ ...row, from: new Date(from), until: new Date(until) }))
}

/** The register's card with the names of the tenants it is linked to. */
export type CardRow = OrganisationRow & {
  address: string
  summary: string
  registrationAuthority: string
  formerNames: string[]
  creditCodeOverride: string | null
  filedOn: string | null
  createdAt: string
  version: number
  mergedAt: string | null
  mergeReason: string
  mergedIntoId: string | null
  custodianName: string
  firstContactId: string
  firstContactName: string
  reportingId: string
  reportingName: string
  /** The custodian's packed key, a decimal string. */
  scopeKey: string
}

/**
 * The card of one organisation in sight; undefined when there is none. The three tenants are looked up in one reference: each reference to
 * a table behind the wall costs a short statement a tenth of its time.
 */
export async function readCard(tx: Tx, networkId: number, id: string): Promise<CardRow | undefined> {
  const [row] = await tx.execute<CardRow>(sql`
    select o.id, o.name, o.credit_code as "creditCode", o.filing_number as "filingNumber", o.kind, o.stage, o.field, o.division_code as "divisionCode",
      coalesce(d.name, o.division_code) as "divisionName", o.tenant_id as "tenantId", n."tenantName", o.registered_on::text as "registeredOn",
      to_char(o.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "updatedAt", o.address, o.summary, o.registration_authority as "registrationAuthority",
      to_json(o.former_names) as "formerNames", o.credit_code_override as "creditCodeOverride", o.filed_on::text as "filedOn",
      to_char(o.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt", o.version,
      to_char(o.merged_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "mergedAt", o.merge_reason as "mergeReason", o.merged_into_id as "mergedIntoId",
      n."custodianName", o.first_contact_tenant_id as "firstContactId", n."firstContactName", o.reporting_tenant_id as "reportingId", n."reportingName",
      o.scope_key::text as "scopeKey"
    from organisation o
    cross join lateral (
      select max(t.short_name) filter (where t.id = o.tenant_id) as "tenantName", max(t.name) filter (where t.id = o.tenant_id) as "custodianName",
        max(t.name) filter (where t.id = o.first_contact_tenant_id) as "firstContactName", max(t.name) filter (where t.id = o.reporting_tenant_id) as "reportingName"
      from tenant t where t.network_id = o.network_id and t.id in (o.tenant_id, o.first_contact_tenant_id, o.reporting_tenant_id)
    ) n
    left join division d on d.code = o.division_code
    where o.network_id = ${networkId} and o.id = ${id}`)
  return row
}

/** Whom an organisation was merged into; null when it was not, and when that one is not in sight. Few were: only of these is it asked. */
export async function readSurvivor(
  tx: Tx,
  networkId: number,
  mergedIntoId: string | null,
): Promise<{ id: string; name: string } | null> {
  if (mergedIntoId === null) return null
  const [row] = await tx
    .select({ id: organisation.id, name: organisation.name })
    .from(organisation)
    .where(and(eq(organisation.networkId, networkId), eq(organisation.id, mergedIntoId)))
  return row ?? null
}

/** What was merged into an organisation, as far as it is in sight, the latest first. */
export async function readAbsorbed(
  tx: Tx,
  networkId: number,
  id: string,
): Promise<{ id: string; name: string; mergedAt: string }[]> {
  return tx.execute(sql`
    select o.id, o.name, to_char(o.merged_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "mergedAt"
    from organisation o where o.network_id = ${networkId} and o.merged_into_id = ${id} order by o.merged_at desc, o.id`)
}

/** A tenant that serves the organisation beside its custodian. */
export type ServingRow = { tenantId: string; tenantName: string; from: string; until: string | null }

/** Who serves, or served, the organisation. */
export async function readServing(tx: Tx, networkId: number, organisationId: string): Promise<ServingRow[]> {
  return tx.execute<ServingRow>(sql`
    select s.tenant_id as "tenantId", t.name as "tenantName", to_char(s.from_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "from",
      to_char(s.until_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "until"
    from organisation_serving s join tenant t on t.network_id = s.network_id and t.id = s.tenant_id
    where s.network_id = ${networkId} and s.organisation_id = ${organisationId} order by s.from_at, s.id`)
}

/** Writes new organisations of the acting tenant. */
export async function insertOrganisations(tx: Tx, rows: NewOrganisation[]): Promise<void> {
  if (rows.length > 0) await tx.insert(organisation).values(rows)
}

/** The row for a change, locked until the transaction ends. @throws NOT_FOUND */
export async function lockOrganisation(
  tx: Tx,
  networkId: number,
  id: string,
): Promise<typeof organisation.$inferSelect> {
  const [row] = await tx
    .select()
    .from(organisation)
    .where(and(eq(organisation.networkId, networkId), eq(organisation.id, id)))
    .for('update')
  if (!row) throw notFound()
  return row
}

/** Changes the acting tenant's organisation that stands at this version. @throws VERSION_CONFLICT when no row was touched */
export async function changeOrganisation(
  tx: Tx,
  where: { networkId: number; id: string; version: number },
  change: Partial<NewOrganisation>,
): Promise<void> {
  const touched = await tx
    .update(organisation)
    .set({ ...change, version: where.version + 1 })
    .where(
      and(
        eq(organisation.networkId, where.networkId),
        eq(organisation.id, where.id),
        eq(organisation.version, where.version),
      ),
    )
    .returning({ id: organisation.id })
  if (touched.length === 0) throw new AppError('VERSION_CONFLICT', { version: where.version })
}

/** The next number of the acting tenant's own series; taken in the transaction that uses it, so that none is lost or used twice. */
export async function takeNumber(tx: Tx, actor: TenantActor, name: string, year: number): Promise<number> {
  const [row] = await tx
    .insert(numberCounter)
    .values({ networkId: actor.networkId, tenantId: actor.tenantId, name, year, value: 1 })
    .onConflictDoUpdate({
      target: [numberCounter.networkId, numberCounter.tenantId, numberCounter.name, numberCounter.year],
      set: { value: sql`${numberCounter.value} + 1` },
    })
    .returning({ value: numberCounter.value })
  if (!row) throw notFound()
  return row.value
}

/** Lets one registration of the acting tenant go at a time, so that two at once do not overlook each other. */
export async function takeRegistrationTurn(tx: Tx, actor: TenantActor): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`organisation ${actor.tenantId}`}, 0))`)
}

/** Which of these division codes exist. */
export async function knownDivisions(tx: Tx, codes: readonly string[]): Promise<Set<string>> {
  if (codes.length === 0) return new Set()
  const rows = await tx.execute<{ code: string }>(
    sql`select code from division where code in (${sql.join(
      codes.map(code => sql`${code}`),
      sql`, `,
    )})`,
  )
  return new Set(rows.map(({ code }) => code))
}

/** Divisions inside another, down to codes of this length; statistical zones, which are no divisions by law, are left out. */
export async function divisionsInside(
  tx: Tx,
  code: string,
  longest: number,
): Promise<{ code: string; name: string; parentCode: string | null }[]> {
  return tx
    .select({ code: division.code, name: division.name, parentCode: division.parentCode })
    .from(division)
    .where(
      sql`${division.code} like ${`${code}%`} and length(${division.code}) <= ${longest} and not ${division.isStatisticalOnly}`,
    )
    .orderBy(division.code)
}

/** An organisation in sight that shares a code or the initials with another. */
export type LookAlike = { id: string; name: string; initials: string; creditCode: string | null; tenantName: string }

/** Organisations in sight with this code, or with these initials (found by the search gate); the caller tells why each is alike. */
export async function findLookAlikes(
  tx: Tx,
  networkId: number,
  like: { creditCode: string | null; initials: string; exceptId: string | null },
): Promise<LookAlike[]> {
  const columns = sql`o.id, o.name, o.initials, o.credit_code as "creditCode", t.short_name as "tenantName"`
  const from = sql`organisation o join tenant t on t.network_id = o.network_id and t.id = o.tenant_id`
  const other = sql`o.merged_into_id is null and ${like.exceptId === null ? sql`true` : sql`o.id <> ${like.exceptId}`}`
  const [byCode, byInitials] = await Promise.all([
    like.creditCode === null
      ? []
      : tx.execute<LookAlike>(
          sql`select ${columns} from ${from} where o.network_id = ${networkId} and o.credit_code = ${like.creditCode} and ${other} limit 5`,
        ),
    tx.execute<LookAlike>(sql`select ${columns} from ${from}
      where o.network_id = ${networkId} and o.id = any ((select app.search_organisations(app.search_grams(${networkId}, ${like.initials}), 200))::uuid[]) and o.initials = ${like.initials} and ${other}
      order by o.updated_at desc limit 20`),
  ])
  return [...byCode, ...byInitials]
}
