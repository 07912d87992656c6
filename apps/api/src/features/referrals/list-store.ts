import type { Cursor, ReferralFilter } from '@fuqiao/contract'
import { schema, type Tx } from '@fuqiao/db'
import { isOpen, REFERRAL_STATES, STATE_FACTS } from '@fuqiao/domain/referral'
import { and, asc, desc, eq, gte, inArray, isNotNull, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'

const { division, organisation, referral, referralEvent, referralSnapshot, tenant } = schema
const fromTenant = alias(tenant, 'from_tenant')
const toTenant = alias(tenant, 'to_tenant')

const tenantRef = (of: typeof fromTenant) => ({
  id: of.id,
  name: of.name,
  shortName: of.shortName,
  tier: of.tier,
  kind: of.kind,
})

const openStates = REFERRAL_STATES.filter(isOpen)
/** What the sender likes to know and need not act on; and what the target does. */
const senderNews = REFERRAL_STATES.filter(
  state => !['beforeSubmission', 'reported', 'voided'].includes(STATE_FACTS[state].stretch) && state !== 'submitted',
)
const targetNews = REFERRAL_STATES.filter(
  state => !['beforeSubmission', 'undecided', 'running', 'voided'].includes(STATE_FACTS[state].stretch),
)

/**
 * A referral with the names around it, as far as they are in sight. What of it the viewer may see is decided by the view. A target sees the
 * sealed name by the same grant as the organisation itself, and no name before it decided: `asTarget` leaves out what would tell it nothing,
 * since each row behind the wall that is looked for costs it more than the rest of the page.
 */
function joined(tx: Tx, { asTarget = false } = {}) {
  const decided = sql`case when ${referral.decidedAt} is not null then ${referral.organisationId} end`
  const query = tx
    .select({
      row: referral,
      from: tenantRef(fromTenant),
      to: {
        id: toTenant.id,
        name: toTenant.name,
        shortName: toTenant.shortName,
        tier: toTenant.tier,
        kind: toTenant.kind,
      },
      organisation: {
        name: organisation.name,
        kind: organisation.kind,
        field: organisation.field,
        stage: organisation.stage,
        divisionCode: organisation.divisionCode,
      },
      sealedName: asTarget ? sql<string | null>`null` : sql<string | null>`${referralSnapshot.organisationName}`,
      areaName: division.name,
    })
    .from(referral)
    .innerJoin(fromTenant, and(eq(fromTenant.networkId, referral.networkId), eq(fromTenant.id, referral.fromTenantId)))
    .leftJoin(toTenant, and(eq(toTenant.networkId, referral.networkId), eq(toTenant.id, referral.toTenantId)))
    .leftJoin(
      organisation,
      and(
        eq(organisation.networkId, referral.networkId),
        eq(organisation.id, asTarget ? decided : referral.organisationId),
      ),
    )
    .leftJoin(division, eq(division.code, sql`coalesce(${referral.previewDivisionCode}, ${organisation.divisionCode})`))
    .$dynamic()
  if (asTarget) return query
  return query.leftJoin(
    referralSnapshot,
    and(eq(referralSnapshot.networkId, referral.networkId), eq(referralSnapshot.referralId, referral.id)),
  )
}

/** A referral with its names. */
export type JoinedRow = Awaited<ReturnType<typeof joined>>[number]

/** Which list. `mine`: waiting for the tenant; `touched`: moved by the person. */
export type Box =
  | { box: 'inbox' | 'outbox' | 'desk' | 'toDo' | 'information'; tenantId: string }
  | { box: 'organisation' | 'organisationToDo' | 'organisationInformation'; organisationId: string }
  | { box: 'startedBy'; tenantId: string; personId: string }
  | { box: 'touchedBy'; personId: string }

/** What of a list is asked for. */
export type ListQuery = {
  networkId: number
  now: Date
  limit: number
  filter?: ReferralFilter | undefined
  cursor?: Cursor | undefined
  since?: Date
}

function inBox(box: Box, { networkId, since }: ListQuery): SQL | undefined {
  const lately = since ? gte(referral.updatedAt, since) : undefined
  switch (box.box) {
    case 'inbox':
      return and(eq(referral.toTenantId, box.tenantId), isNotNull(referral.submittedAt))
    case 'outbox':
      return eq(referral.fromTenantId, box.tenantId)
    case 'desk':
      return and(
        eq(referral.deskTenantId, box.tenantId),
        or(and(eq(referral.escalationLevel, 2), inArray(referral.state, openStates)), eq(referral.holder, 'desk')),
      )
    case 'toDo':
      return eq(referral.holderTenantId, box.tenantId)
    case 'information':
      return and(
        lately,
        or(
          and(eq(referral.fromTenantId, box.tenantId), inArray(referral.state, senderNews)),
          and(
            eq(referral.toTenantId, box.tenantId),
            isNotNull(referral.submittedAt),
            inArray(referral.state, targetNews),
          ),
        ),
      )
    case 'organisation':
      return eq(referral.organisationId, box.organisationId)
    case 'organisationToDo':
      return and(eq(referral.organisationId, box.organisationId), eq(referral.holder, 'organisation'))
    case 'organisationInformation':
      return and(
        lately,
        eq(referral.organisationId, box.organisationId),
        or(sql`${referral.holder} is null`, sql`${referral.holder} <> 'organisation'`),
      )
    case 'startedBy':
      return and(lately, eq(referral.fromTenantId, box.tenantId), eq(referral.createdByPersonId, box.personId))
    case 'touchedBy':
      return inArray(
        referral.id,
        sql`(select e.referral_id from ${referralEvent} e where e.network_id = ${networkId} and e.actor_person_id = ${box.personId} order by e.at desc limit 200)`,
      )
  }
}

function matching(filter: ReferralFilter | undefined, now: Date): SQL | undefined {
  if (!filter) return undefined
  const { states, direction, mode, overdue, number } = filter
  return and(
    states && states.length > 0 ? inArray(referral.state, states) : undefined,
    direction ? eq(referral.direction, direction) : undefined,
    mode ? eq(referral.mode, mode) : undefined,
    overdue === true ? lt(referral.dueAt, now) : undefined,
    number ? sql`strpos(${referral.number}, ${number}) > 0` : undefined,
  )
}

const dueFirst = new Set<Box['box']>(['desk', 'toDo', 'organisationToDo'])

/** What was voided is in no list: the audit trail keeps it. */
const notVoided = ne(referral.state, 'voided')

/** Where the next page of a list begins, after this row. */
export function cursorAfter(box: Box['box'], { row }: JoinedRow): Cursor {
  const at = dueFirst.has(box) ? (row.dueAt ?? row.updatedAt) : row.updatedAt
  return { at: at.toISOString(), id: row.id }
}

/** Rows of a list in its order: what waits comes by due date, everything else by last change. */
export async function readList(tx: Tx, box: Box, query: ListQuery): Promise<JoinedRow[]> {
  const { networkId, now, limit, cursor } = query
  const byDue = dueFirst.has(box.box)
  const after = cursor
    ? byDue
      ? sql`(${referral.dueAt}, ${referral.id}) > (${cursor.at}::timestamptz, ${cursor.id}::uuid)`
      : sql`(${referral.updatedAt}, ${referral.id}) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`
    : undefined
  return joined(tx, { asTarget: box.box === 'inbox' })
    .where(and(eq(referral.networkId, networkId), inBox(box, query), notVoided, matching(query.filter, now), after))
    .orderBy(...(byDue ? [asc(referral.dueAt), asc(referral.id)] : [desc(referral.updatedAt), desc(referral.id)]))
    .limit(limit)
}

/** How many rows a list has in all, and how many of them are overdue or due before an instant. */
export async function countList(tx: Tx, box: Box, query: Omit<ListQuery, 'limit'> & { endOfDay: Date }) {
  const { networkId, now, endOfDay } = query
  const [counts] = await tx
    .select({
      all: sql<number>`count(*)::int`,
      overdue: sql<number>`(count(*) filter (where ${referral.dueAt} < ${now.toISOString()}::timestamptz))::int`,
      dueToday: sql<number>`(count(*) filter (where ${referral.dueAt} >= ${now.toISOString()}::timestamptz and ${referral.dueAt} <= ${endOfDay.toISOString()}::timestamptz))::int`,
    })
    .from(referral)
    .where(and(eq(referral.networkId, networkId), inBox(box, { ...query, limit: 0 }), notVoided))
  return counts ?? { all: 0, overdue: 0, dueToday: 0 }
}

/** One referral with its names; undefined behind the wall. */
export async function readJoined(tx: Tx, networkId: number, id: string): Promise<JoinedRow | undefined> {
  const [row] = await joined(tx).where(and(eq(referral.networkId, networkId), eq(referral.id, id)))
  return row
}

/** What a page shows of organisations in sight. */
export async function readOrganisationCards(tx: Tx, networkId: number, ids: string[]) {
  if (ids.length === 0) return []
  return tx
    .select({
      organisationId: organisation.id,
      name: organisation.name,
      creditCode: organisation.creditCode,
      custodianName: tenant.name,
    })
    .from(organisation)
    .innerJoin(tenant, and(eq(tenant.networkId, organisation.networkId), eq(tenant.id, organisation.tenantId)))
    .where(and(eq(organisation.networkId, networkId), inArray(organisation.id, ids)))
}

/** Whether the acting person may see the referral at all: what live updates ask before they say anything. */
export async function isInSight(tx: Tx, networkId: number, id: string): Promise<boolean> {
  const rows = await tx
    .select({ id: referral.id })
    .from(referral)
    .where(and(eq(referral.networkId, networkId), eq(referral.id, id)))
  return rows.length > 0
}
