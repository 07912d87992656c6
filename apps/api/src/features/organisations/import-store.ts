import type { TenantActor } from '@fuqiao/access'
import type { Cursor, ImportError, ImportJob, ImportRow } from '@fuqiao/contract'
import { schema, type Tx } from '@fuqiao/db'
import { and, eq, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { notFound } from '../../rpc/app-error.ts'
import type { RowValues } from './import-row-rule.ts'

const { importJob } = schema

/** A row as a dry run leaves it. */
export type CheckedRow = {
  rowNumber: number
  values: RowValues
  errors: ImportError[]
  state: 'ready' | 'bad' | 'duplicate'
}

const rowsAtOnce = 500

/** Stores a dry run: the job and its rows. */
export async function insertImport(
  tx: Tx,
  actor: TenantActor,
  { rows, at, ...file }: { fileName: string; sha256: string; rows: CheckedRow[]; at: Date },
): Promise<string> {
  const id = v7()
  const { networkId, tenantId } = actor
  const countOf = (state: CheckedRow['state']) => rows.filter(row => row.state === state).length
  const counts = { total: rows.length, bad: countOf('bad'), duplicates: countOf('duplicate') }
  await tx.insert(importJob).values({
    ...file,
    ...counts,
    id,
    networkId,
    tenantId,
    scopeKey: actor.scopeLow,
    state: 'checked',
    personName: actor.personName,
    createdAt: at,
    updatedAt: at,
  })
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    const part = rows
      .slice(start, start + rowsAtOnce)
      .map(row => ({ row_number: row.rowNumber, values: row.values, errors: row.errors, state: row.state }))
    await tx.execute(sql`
      insert into import_row (network_id, job_id, tenant_id, row_number, "values", errors, state)
      select ${networkId}, ${id}::uuid, ${tenantId}::uuid, r.row_number, r.values, r.errors, r.state
      from jsonb_to_recordset(${JSON.stringify(part)}::text::jsonb) as r(row_number int, "values" jsonb, errors jsonb, state text)`)
  }
  return id
}

/** Cells of a job as the contract names them; `ready` is what is neither bad nor duplicate nor imported. */
const jobColumns = sql`id, file_name as "fileName", state, total, bad, duplicates, total - bad - duplicates - imported as ready, imported, person_name as "personName",
  to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt", to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "updatedAt", version`

/** The acting tenant's imports, the latest first, or those in one state; a page begins after the row of the cursor. */
export async function readImports(
  tx: Tx,
  actor: TenantActor,
  { state, cursor, limit }: { state?: ImportJob['state'] | undefined; cursor?: Cursor | undefined; limit: number },
): Promise<ImportJob[]> {
  const where = and(
    eq(importJob.networkId, actor.networkId),
    eq(importJob.tenantId, actor.tenantId),
    state ? eq(importJob.state, state) : undefined,
    cursor ? sql`(created_at, id) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)` : undefined,
  )
  return tx.execute<ImportJob>(
    sql`select ${jobColumns} from import_job where ${where} order by created_at desc, id desc limit ${limit}`,
  )
}

/** One import of the acting tenant. @throws NOT_FOUND */
export async function readImport(tx: Tx, actor: TenantActor, id: string): Promise<ImportJob> {
  const [row] = await tx.execute<ImportJob>(
    sql`select ${jobColumns} from import_job where network_id = ${actor.networkId} and id = ${id}`,
  )
  if (!row) throw notFound()
  return row
}

/** One import, locked until the transaction ends, so that its rows are worked on by one at a time. @throws NOT_FOUND */
export async function lockImport(tx: Tx, actor: TenantActor, id: string): Promise<ImportJob> {
  await tx.execute(sql`select 1 from import_job where network_id = ${actor.networkId} and id = ${id} for update`)
  return readImport(tx, actor, id)
}

/** What changes about a job; counts are added to what stands. */
export type ImportChange = {
  state?: ImportJob['state']
  imported?: number
  bad?: number
  duplicates?: number
  at: Date
}

/** Changes a locked job. */
export async function changeImport(
  tx: Tx,
  actor: TenantActor,
  id: string,
  { state, imported = 0, bad = 0, duplicates = 0, at }: ImportChange,
): Promise<void> {
  await tx
    .update(importJob)
    .set({
      ...(state ? { state } : {}),
      imported: sql`${importJob.imported} + ${imported}`,
      bad: sql`${importJob.bad} + ${bad}`,
      duplicates: sql`${importJob.duplicates} + ${duplicates}`,
      version: sql`${importJob.version} + 1`,
      updatedAt: at,
    })
    .where(and(eq(importJob.networkId, actor.networkId), eq(importJob.id, id)))
}

/** Which rows, from where on. */
export type RowsWanted = { jobId: string; state?: ImportRow['state']; after?: number; most: number }

/** Rows of an import in the file's order. */
export async function readImportRows(
  tx: Tx,
  actor: TenantActor,
  { jobId, state, after = 0, most }: RowsWanted,
): Promise<ImportRow[]> {
  return tx.execute<ImportRow>(sql`
    select row_number as "rowNumber", "values", errors, state, organisation_id as "organisationId" from import_row
    where network_id = ${actor.networkId} and job_id = ${jobId} and ${state === undefined ? sql`true` : sql`state = ${state}`} and row_number > ${after}
    order by row_number limit ${most}`)
}

/** What became of some rows. */
export type RowOutcome = {
  rowNumber: number
  state: ImportRow['state']
  organisationId: string | null
  errors: ImportError[]
}

/** Writes what became of rows. */
export async function settleRows(
  tx: Tx,
  actor: TenantActor,
  jobId: string,
  outcomes: readonly RowOutcome[],
): Promise<void> {
  if (outcomes.length === 0) return
  const list = outcomes.map(({ rowNumber, state, organisationId, errors }) => ({
    row_number: rowNumber,
    state,
    organisation_id: organisationId,
    errors,
  }))
  await tx.execute(sql`
    update import_row i set state = r.state, organisation_id = r.organisation_id, errors = r.errors
    from jsonb_to_recordset(${JSON.stringify(list)}::text::jsonb) as r(row_number int, state text, organisation_id uuid, errors jsonb)
    where i.network_id = ${actor.networkId} and i.job_id = ${jobId} and i.row_number = r.row_number`)
}

/** An organisation of the acting tenant's own sight that a row may be. */
export type KnownOrganisation = {
  id: string
  name: string
  creditCode: string | null
  divisionCode: string
  tenantName: string
}

/** Organisations in the acting tenant's range with one of these codes or names. */
export async function findKnown(
  tx: Tx,
  actor: TenantActor,
  wanted: { creditCodes: string[]; names: string[] },
): Promise<KnownOrganisation[]> {
  return tx.execute<KnownOrganisation>(sql`
    select o.id, o.name, o.credit_code as "creditCode", o.division_code as "divisionCode", t.short_name as "tenantName"
    from organisation o join tenant t on t.network_id = o.network_id and t.id = o.tenant_id
    where o.network_id = ${actor.networkId} and o.merged_into_id is null and o.scope_key between ${actor.scopeLow.toString()}::bigint and ${actor.scopeHigh.toString()}::bigint
      and (o.credit_code in (select jsonb_array_elements_text(${JSON.stringify(wanted.creditCodes)}::text::jsonb))
        or o.name in (select jsonb_array_elements_text(${JSON.stringify(wanted.names)}::text::jsonb)))`)
}
