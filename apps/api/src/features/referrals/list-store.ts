import type { Cursor, ReferralFilter, ReferralSort } from '@fuqiao/contract'
import { schema, type Tx } from '@fuqiao/db'
import { isOpen, NAMED_KINDS, REFERRAL_STATES, STATE_FACTS } from '@fuqiao/domain/referral'
import { and, asc, desc, eq, getColumns, gte, inArray, isNotNull, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { type Part, placeAfter, readSorted } from './list-order-store.ts'
import {
  type FlatRow,
  type FlatRowWithTarget,
  type Joined,
  type JoinedRow,
  listQuery,
  targetListQuery,
  type TenantRef,
  unflatten,
} from './listed-store.ts'
import type { ReferralRow } from './referral-store.ts'

const { division, organisation, referral, referralBatchItem, referralEvent, referralSnapshot, tenant } = schema
const fromTenant = alias(tenant, 'from_tenant')
const toTenant = alias(tenant, 'to_tenant')

const openStates = REFERRAL_STATES.filter(isOpen)
/** What the sender likes to know and need not act on; and what the target does. */
const senderNews = REFERRAL_STATES.filter(
  state => !['beforeSubmission', 'reported', 'voided'].includes(STATE_FACTS[state].stretch) && state !== 'submitted',
)
const targetNews = REFERRAL_STATES.filter(
  state => !['beforeSubmission', 'undecided', 'running', 'voided'].includes(STATE_FACTS[state].stretch),
)

const names = {
  from: {
    id: fromTenant.id,
    name: fromTenant.name,
    shortName: fromTenant.shortName,
    tier: fromTenant.tier,
    kind: fromTenant.kind,
  },
  organisation: {
    name: organisation.name,
    kind: organisation.kind,
    field: organisation.field,
    stage: organisation.stage,
    divisionCode: organisation.divisionCode,
  },
  areaName: division.name,
  to: {
    id: toTenant.id,
    name: toTenant.name,
    shortName: toTenant.shortName,
    tier: toTenant.tier,
    kind: toTenant.kind,
  },
}

/** Which list. `mine`: waiting for the tenant; `touched`: moved by the person; `among`: those of them that the wall shows. */
export type Box =
  | { box: 'inbox'; tenantId: string; target: TenantRef }
  | { box: 'outbox' | 'desk' | 'toDo' | 'information'; tenantId: string }
  | { box: 'organisation' | 'organisationToDo' | 'organisationInformation'; organisationId: string }
  | { box: 'startedBy'; tenantId: string; personId: string }
  | { box: 'touchedBy'; personId: string }
  | { box: 'among'; ids: readonly string[] }

/** What of a list is asked for. */
export type ListQuery = {
  networkId: number
  now: Date
  limit: number
  filter?: ReferralFilter | undefined
  cursor?: Cursor | undefined
  since?: Date
  /** An order that the reader chose instead of the list's own, `changed`. */
  sort?: ReferralSort | undefined
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
    case 'among':
      return sql`${referral.id} = any (array(select jsonb_array_elements_text(${JSON.stringify(box.ids)}::text::jsonb))::uuid[])`
    case 'touchedBy':
      return inArray(
        referral.id,
        sql`(select e.referral_id from ${referralEvent} e where e.network_id = ${networkId} and e.actor_person_id = ${box.personId} order by e.at desc limit 200)`,
      )
  }
}

function matching({ filter, now, networkId }: ListQuery): SQL | undefined {
  if (!filter) return undefined
  const { states, kind, direction, mode, overdue, unconfirmed, number, batchId } = filter
  return and(
    states && states.length > 0 ? inArray(referral.state, states) : undefined,
    kind ? eq(referral.kind, kind) : undefined,
    direction ? eq(referral.direction, direction) : undefined,
    mode ? eq(referral.mode, mode) : undefined,
    overdue === true ? lt(referral.dueAt, now) : undefined,
    unconfirmed === true ? closedBySilence : undefined,
    number ? sql`strpos(${referral.number}, ${number}) > 0` : undefined,
    batchId ? inBatch(networkId, batchId) : undefined,
  )
}

/** Closed without the word of everybody who was asked for it; advice asks no organisation. */
const closedBySilence = and(
  eq(referral.state, 'closed'),
  or(
    isNull(referral.senderConfirmedAt),
    and(inArray(referral.kind, NAMED_KINDS), isNull(referral.organisationConfirmedAt)),
  ),
)

/** Those that were begun in a batch: its sender alone sees which. An array, so that the list is found by its ids. */
function inBatch(networkId: number, batchId: string): SQL {
  return sql`${referral.id} = any (array(select i.referral_id from ${referralBatchItem} i where i.network_id = ${networkId} and i.batch_id = ${batchId}))`
}

const dueFirst = new Set<Box['box']>(['toDo', 'organisationToDo'])

/** What was voided is in no list: the audit trail keeps it. */
const notVoided = ne(referral.state, 'voided')

/** Where the next page of a list begins, after this row. */
export function cursorAfter(box: Box['box'], { row }: JoinedRow, sort: ReferralSort = 'changed'): Cursor {
  if (sort !== 'changed') return placeAfter(sort, row)
  return { at: dueFirst.has(box) ? (row.dueAt ?? row.updatedAt) : row.updatedAt, id: row.id }
}

/** Rows of a list in the order chosen, or in its own: what waits comes by due date, everything else by last change. */
export async function readList(tx: Tx, box: Box, query: ListQuery): Promise<JoinedRow[]> {
  const { limit, cursor, sort = 'changed' } = query
  if (sort !== 'changed') return readSorted(sort, query, part => readPart(tx, box, query, part))
  const byDue = dueFirst.has(box.box)
  const after = cursor
    ? byDue
      ? sql`(${referral.dueAt}, ${referral.id}) > (${cursor.at}::timestamptz, ${cursor.id}::uuid)`
      : sql`(${referral.updatedAt}, ${referral.id}) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`
    : undefined
  const order = byDue ? [asc(referral.dueAt), asc(referral.id)] : [desc(referral.updatedAt), desc(referral.id)]
  return readPart(tx, box, query, { after, order, limit })
}

async function readPart(tx: Tx, box: Box, query: ListQuery, { after, order, limit }: Part): Promise<JoinedRow[]> {
  const { networkId } = query
  const where = and(eq(referral.networkId, networkId), inBox(box, query), notVoided, matching(query), after)
  const place = { where, order, limit }
  if (box.box === 'inbox') {
    const rows = await tx.execute<FlatRow>(targetListQuery(place))
    return rows.map(row => unflatten(row, networkId, box.target, null))
  }
  const rows = await tx.execute<FlatRowWithTarget>(listQuery(place))
  return rows.map(row => unflatten(row, networkId, targetOf(row), row.sealedName))
}

/** The target that a row names; null where none is chosen yet. */
function targetOf({ toTenantId, toName, toShortName, toTier, toKind }: FlatRowWithTarget): TenantRef | null {
  return toTenantId === null || toName === null || toShortName === null || toTier === null || toKind === null
    ? null
    : { id: toTenantId, name: toName, shortName: toShortName, tier: toTier, kind: toKind }
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

/** How many rows a list has in each state. */
export function countByState(tx: Tx, box: Box, query: { networkId: number; now: Date }) {
  return tx
    .select({ state: referral.state, n: sql<number>`count(*)::int` })
    .from(referral)
    .where(and(eq(referral.networkId, query.networkId), inBox(box, { ...query, limit: 0 }), notVoided))
    .groupBy(referral.state)
}

/** One referral with its names; undefined behind the wall. What of it the viewer may see is decided by the view. */
export async function readJoined(tx: Tx, networkId: number, id: string): Promise<Joined<ReferralRow> | undefined> {
  const [row] = await tx
    .select({ row: getColumns(referral), ...names, sealedName: referralSnapshot.organisationName })
    .from(referral)
    .innerJoin(fromTenant, and(eq(fromTenant.networkId, referral.networkId), eq(fromTenant.id, referral.fromTenantId)))
    .leftJoin(toTenant, and(eq(toTenant.networkId, referral.networkId), eq(toTenant.id, referral.toTenantId)))
    .leftJoin(
      organisation,
      and(eq(organisation.networkId, referral.networkId), eq(organisation.id, referral.organisationId)),
    )
    .leftJoin(division, eq(division.code, sql`coalesce(${referral.previewDivisionCode}, ${organisation.divisionCode})`))
    .leftJoin(
      referralSnapshot,
      and(eq(referralSnapshot.networkId, referral.networkId), eq(referralSnapshot.referralId, referral.id)),
    )
    .where(and(eq(referral.networkId, networkId), eq(referral.id, id)))
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
