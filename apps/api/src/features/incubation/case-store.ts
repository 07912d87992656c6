import { schema, sendInOrder, type Tx } from '@fuqiao/db'
import { certifiedShare, isSocialWorkCertificate } from '@fuqiao/domain/upkeep'
import { and, asc, count, eq, inArray, sql, type SQL } from 'drizzle-orm'

const {
  capability,
  caseTask,
  incubationCall,
  incubationCase,
  network,
  organisation,
  organisationPerson,
  referral,
  tenant,
} = schema

type Tier = typeof tenant.$inferSelect.tier
/** A case as it is stored. */
export type CaseRow = typeof incubationCase.$inferSelect
/** Something due of it. */
export type TaskRow = typeof caseTask.$inferSelect
/** Which case. */
export type CaseKey = { networkId: number; id: string }
/** A case with all that was and is to be done to it. */
export type WholeCase = { row: CaseRow; tasks: TaskRow[] }

const byKey = ({ networkId, id }: CaseKey) => and(eq(incubationCase.networkId, networkId), eq(incubationCase.id, id))

/** The case, with its tasks in their order; undefined when it is not in sight. */
export async function readCase(tx: Tx, key: CaseKey): Promise<WholeCase | undefined> {
  const [rows, tasks] = await Promise.all([tx.select().from(incubationCase).where(byKey(key)), readTasks(tx, key)])
  return rows[0] && { row: rows[0], tasks }
}

/** The same, locked until the end of the transaction. */
export async function lockCase(tx: Tx, key: CaseKey): Promise<WholeCase | undefined> {
  const [[row], tasks] = await sendInOrder([() => lockRow(tx, key), () => readTasks(tx, key)])
  return row && { row, tasks }
}

/** The same, with its incubator's tier and where the actors of its profile sit: for a deed. */
export async function lockCaseInPlace(tx: Tx, key: CaseKey) {
  const [[row], tasks, [place]] = await sendInOrder([
    () => lockRow(tx, key),
    () => readTasks(tx, key),
    () => readPlaceOf(tx, key),
  ])
  return row && place && { found: { row, tasks }, tier: place.tier, places: placesOf(row.tenantId, place.above) }
}

const lockRow = async (tx: Tx, key: CaseKey) => tx.select().from(incubationCase).where(byKey(key)).for('update')

function readTasks(tx: Tx, { networkId, id }: CaseKey): Promise<TaskRow[]> {
  return tx
    .select()
    .from(caseTask)
    .where(and(eq(caseTask.networkId, networkId), eq(caseTask.caseId, id)))
    .orderBy(asc(caseTask.id))
}

export async function insertCase(tx: Tx, row: typeof incubationCase.$inferInsert): Promise<void> {
  await tx.insert(incubationCase).values(row)
}

/** Columns of a case that a deed sets. */
export type CaseColumns = Partial<typeof incubationCase.$inferInsert>

/** Writes a case that was locked. @throws Error when it is gone */
export async function writeCase(tx: Tx, key: CaseKey, columns: CaseColumns): Promise<void> {
  const written = await tx.update(incubationCase).set(columns).where(byKey(key)).returning({ id: incubationCase.id })
  if (written.length !== 1) throw new Error(`the case ${key.id} was not written`)
}

export async function insertTasks(tx: Tx, rows: (typeof caseTask.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await tx.insert(caseTask).values(rows)
}

/** Columns of a task that a deed sets. */
export type TaskColumns = Partial<typeof caseTask.$inferInsert>

/** Writes tasks of a case. @throws Error when one is gone */
export async function writeTasks(
  tx: Tx,
  networkId: number,
  ids: readonly string[],
  columns: TaskColumns,
): Promise<void> {
  if (ids.length === 0) return
  const written = await tx
    .update(caseTask)
    .set(columns)
    .where(and(eq(caseTask.networkId, networkId), inArray(caseTask.id, [...ids])))
    .returning({ id: caseTask.id })
  if (written.length !== ids.length) throw new Error('a task of a case was not written')
}

/** The case of an organisation that is under way with a tenant; undefined when there is none in sight. */
export async function readOpenCase(tx: Tx, of: { networkId: number; tenantId: string; organisationId: string }) {
  const [row] = await tx
    .select({ id: incubationCase.id })
    .from(incubationCase)
    .where(
      and(
        eq(incubationCase.networkId, of.networkId),
        eq(incubationCase.tenantId, of.tenantId),
        eq(incubationCase.organisationId, of.organisationId),
        sql`${incubationCase.state} <> 'ended'`,
      ),
    )
  return row
}

/** A tenant's place in the tree. */
export async function readTenantPlace(tx: Tx, networkId: number, id: string) {
  const [row] = await tx
    .select({ id: tenant.id, scopeKey: tenant.scopeKey, tier: tenant.tier, status: tenant.status, name: tenant.name })
    .from(tenant)
    .where(and(eq(tenant.networkId, networkId), eq(tenant.id, id)))
  return row
}

/** The call that a case answers, with its tenant's name. */
export async function readCallOf(tx: Tx, networkId: number, id: string) {
  const [row] = await tx
    .select()
    .from(incubationCall)
    .where(and(eq(incubationCall.networkId, networkId), eq(incubationCall.id, id)))
  return row
}

/** To whom a referral takes which organisation; undefined when it is not in sight. */
export async function readReferralParties(tx: Tx, networkId: number, id: string) {
  const [row] = await tx
    .select({ toTenantId: referral.toTenantId, organisationId: referral.organisationId })
    .from(referral)
    .where(and(eq(referral.networkId, networkId), eq(referral.id, id)))
  return row
}

/** What a case keeps of its organisation; undefined when it is not in sight. */
export async function readApplicant(tx: Tx, networkId: number, id: string) {
  const [row] = await tx
    .select({
      name: organisation.name,
      kind: organisation.kind,
      stage: organisation.stage,
      field: organisation.field,
      divisionCode: organisation.divisionCode,
      mergedIntoId: organisation.mergedIntoId,
    })
    .from(organisation)
    .where(and(eq(organisation.networkId, networkId), eq(organisation.id, id)))
  return row
}

/** Who works full time for an organisation, and who of them is qualified in social work (Z-02), as far as the dossier is open. */
export async function countStaff(tx: Tx, networkId: number, organisationId: string) {
  const staff = await tx
    .select({
      certificate: organisationPerson.certificate,
      hasSocialWorkDegree: organisationPerson.hasSocialWorkDegree,
      isFullTime: organisationPerson.isFullTime,
    })
    .from(organisationPerson)
    .where(and(eq(organisationPerson.networkId, networkId), eq(organisationPerson.organisationId, organisationId)))
  const { fullTime: fullTimeStaff, certified: certifiedFullTimeStaff } = certifiedShare(
    staff.map(({ certificate, ...one }) => ({ ...one, isCertified: isSocialWorkCertificate(certificate) })),
  )
  return { fullTimeStaff, certifiedFullTimeStaff }
}

/** Places that are free; null where the tenant has not said how many it has. The tenant's word is locked: of two that take the last place one waits for the other. */
export async function readPlacesFree(tx: Tx, { networkId, tenantId }: { networkId: number; tenantId: string }) {
  const said = async () =>
    tx
      .select({ ceiling: capability.ceiling })
      .from(capability)
      .where(and(eq(capability.networkId, networkId), eq(capability.tenantId, tenantId)))
      .for('update')
  const taken = async () =>
    tx
      .select({ n: count() })
      .from(incubationCase)
      .where(
        and(
          eq(incubationCase.networkId, networkId),
          eq(incubationCase.tenantId, tenantId),
          eq(incubationCase.state, 'resident'),
        ),
      )
  const [[places], [residents]] = await sendInOrder([said, taken])
  return places ? places.ceiling - (residents?.n ?? 0) : null
}

/** Where the actors of a profile sit. */
export type Places = ReturnType<typeof placesOf>

const placesOf = (own: string, above: readonly string[]) => ({
  own,
  superior: above[0] ?? own,
  root: above.at(-1) ?? own,
})

/** Ids of the tenants above one that are at work, the nearest first, and the network's centre. */
const above = (networkId: number | SQL, tenantId: string | SQL) => sql`(
  with recursive up as (
    select t.parent_id, 0 as step from tenant t where t.network_id = ${networkId} and t.id = ${tenantId}
    union all
    select t.parent_id, up.step + 1 from tenant t join up on t.network_id = ${networkId} and t.id = up.parent_id
  )
  select coalesce(json_agg(t.id order by up.step), '[]') from up join tenant t on t.network_id = ${networkId} and t.id = up.parent_id
  where t.status = 'active' or t.depth = 0)`

/** Where the actors of a profile sit, seen from a tenant: those above it that are at work, the nearest first, and the network's centre. */
export async function readPlaces(tx: Tx, networkId: number, tenantId: string): Promise<Places> {
  const [row] = await tx.execute<{ ids: string[] }>(sql`select ${above(networkId, tenantId)} as ids`)
  return placesOf(tenantId, row?.ids ?? [])
}

/** The same, seen from the incubator of a case, with its tier. */
const readPlaceOf = async (tx: Tx, { networkId, id }: CaseKey) =>
  tx.execute<{ tier: Tier; above: string[] }>(sql`
    select o.tier, ${above(networkId, sql`o.id`)} as above
    from incubation_case c join tenant o on o.network_id = c.network_id and o.id = c.tenant_id
    where c.network_id = ${networkId} and c.id = ${id}`)

/** The profile that a network works by. For the worker. */
export async function readProfileId(tx: Tx, networkId: number): Promise<string> {
  const [row] = await tx.select({ profileId: network.profileId }).from(network).where(eq(network.id, networkId))
  if (!row) throw new Error(`there is no network ${networkId}`)
  return row.profileId
}

/** Whether a case is in the viewer's sight. */
export async function isCaseInSight(tx: Tx, networkId: number, id: string): Promise<boolean> {
  return (await tx.select({ id: incubationCase.id }).from(incubationCase).where(byKey({ networkId, id }))).length > 0
}
