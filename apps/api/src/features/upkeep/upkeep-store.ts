import { schema, type Tx } from '@fuqiao/db'
import type { TenantKind, Tier } from '@fuqiao/domain/profile'
import { judgedYear, type UpkeepFacts } from '@fuqiao/domain/upkeep'
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { AppError } from '../../rpc/app-error.ts'

const { tenantParty } = schema

/** An incubator with everything that the rules look at. */
export type UpkeepRow = UpkeepFacts & {
  tenantId: string
  tenantName: string
  tier: Tier
  kind: TenantKind
  divisionName: string
}

/** Facts of these incubators, in the order of the tree. One statement, whose cost goes with how many incubators it is asked for. */
async function readRows(tx: Tx, { today, places }: { today: string; places: SQL }): Promise<UpkeepRow[]> {
  const year = judgedYear(today)
  const at = (table: string) => sql.raw(`${table}.network_id = t.network_id and ${table}.tenant_id = t.id`)
  const rows = await tx.execute<UpkeepRow>(sql`
    select t.id as "tenantId", t.name as "tenantName", t.tier, t.kind, coalesce(d.name, t.division_code) as "divisionName",
      coalesce((select jsonb_agg(jsonb_build_object('isFullTime', s.is_full_time, 'isPurchasedPost', s.is_purchased_post, 'certificate', s.certificate,
          'hasSocialWorkDegree', s.has_social_work_degree, 'monthlyPay', s.monthly_pay, 'isPartyMember', s.is_party_member, 'from', s.from_on,
          'hoursLastYear', coalesce((select sum(x.hours) from staff_training x where x.network_id = s.network_id and x.staff_member_id = s.id
            and x.held_on between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date), 0)))
        from staff_member s where ${at('s')} and s.from_on <= ${today}::date and (s.until_on is null or s.until_on >= ${today}::date)), '[]') as staff,
      coalesce((select jsonb_agg(jsonb_build_object('uses', r.uses, 'squareMetres', r.square_metres, 'isShared', r.is_shared))
        from premises_room r where ${at('r')}), '[]') as rooms,
      coalesce((select jsonb_agg(jsonb_build_object('kind', e.kind, 'quantity', e.quantity, 'goodUntil', e.good_until))
        from premises_equipment e where ${at('e')}), '[]') as equipment,
      coalesce((select p.form from tenant_party p where ${at('p')}), 'none') as "partyForm"
    from (${places}) t left join division d on d.code = t.division_code order by t.scope_key`)
  return [...rows]
}

/** Facts of one incubator; undefined when there is none. */
export async function readUpkeep(
  tx: Tx,
  { networkId, tenantId, today }: { networkId: number; tenantId: string; today: string },
): Promise<UpkeepRow | undefined> {
  const places = sql`select * from tenant where network_id = ${networkId} and id = ${tenantId}`
  const [row] = await readRows(tx, { today, places })
  return row
}

/** Facts of the incubators at work below a place, so many after one of them, in the order of the tree. */
export async function readUpkeepBelow(
  tx: Tx,
  of: {
    networkId: number
    low: bigint
    high: bigint
    after: string | undefined
    limit: number
    today: string
  },
): Promise<UpkeepRow[]> {
  const { networkId, low, high, after, limit, today } = of
  // The place after which a page begins is looked up by the incubator's id: places never leave the server.
  const place = sql`(select a.scope_key from tenant a where a.network_id = ${networkId} and a.id = ${after ?? null}::uuid)`
  const from = sql`greatest(${low.toString()}::bigint, ${after ? sql`coalesce(${place}, ${high.toString()}::bigint)` : null})`
  const places = sql`select * from tenant where network_id = ${networkId} and scope_key > ${from} and scope_key <= ${high.toString()}::bigint
    and status = 'active' and kind <> 'partnerNetwork' order by scope_key limit ${limit}`
  return readRows(tx, { today, places })
}

const atWork = sql`status = 'active' and kind <> 'partnerNetwork'`

/** Facts of the incubators at work in a network, so many after one of them, by id: a pass over all of them loses none that moves in the tree meanwhile. */
export async function readUpkeepPiece(
  tx: Tx,
  { networkId, after, limit, today }: { networkId: number; after: string | null; limit: number; today: string },
): Promise<UpkeepRow[]> {
  const places = sql`select * from tenant where network_id = ${networkId} and ${after === null ? sql`true` : sql`id > ${after}::uuid`}
    and ${atWork} order by id limit ${limit}`
  const rows = await readRows(tx, { today, places })
  return rows.toSorted((one, other) => (one.tenantId < other.tenantId ? -1 : 1))
}

/** How many incubators are at work in a network. */
export async function countAtWork(tx: Tx, networkId: number): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(
    sql`select count(*)::int as n from tenant where network_id = ${networkId} and ${atWork}`,
  )
  return row?.n ?? 0
}

/** What an incubator said of its party branch; undefined where it said nothing. */
export async function readParty(tx: Tx, { networkId, tenantId }: { networkId: number; tenantId: string }) {
  const [row] = await tx
    .select()
    .from(tenantParty)
    .where(and(eq(tenantParty.networkId, networkId), eq(tenantParty.tenantId, tenantId)))
  return row
}

/** Writes what there is of the Party over what stands at this version; 0 where nothing does. @throws VERSION_CONFLICT */
export async function writeParty(tx: Tx, row: Omit<typeof tenantParty.$inferInsert, 'version'> & { version: number }) {
  const { version, ...columns } = row
  const written =
    version === 0
      ? await tx.insert(tenantParty).values(columns).onConflictDoNothing().returning({ id: tenantParty.tenantId })
      : await tx
          .update(tenantParty)
          .set({ ...columns, version: version + 1 })
          .where(
            and(
              eq(tenantParty.networkId, row.networkId),
              eq(tenantParty.tenantId, row.tenantId),
              eq(tenantParty.version, version),
            ),
          )
          .returning({ id: tenantParty.tenantId })
  if (written.length === 0)
    throw new AppError('VERSION_CONFLICT', { version: (await readParty(tx, row))?.version ?? 0 })
}

/** Organisations of an incubator that have so many party members, by their dossier's count or its named people, and no branch; fifty at most. */
export async function readWithoutBranch(
  tx: Tx,
  { networkId, tenantId, from }: { networkId: number; tenantId: string; from: number },
): Promise<{ id: string; name: string; members: number }[]> {
  const rows = await tx.execute<{ id: string; name: string; members: number }>(sql`
    select o.id, o.name, m.members
    from organisation o
    left join dossier_section d on d.network_id = o.network_id and d.organisation_id = o.id and d.section = 'party'
    cross join lateral (
      select greatest(coalesce((d.body ->> 'members')::int, 0), count(*)::int) as members
      from organisation_person p where p.network_id = o.network_id and p.organisation_id = o.id and p.is_party_member
    ) m
    where o.network_id = ${networkId} and o.tenant_id = ${tenantId} and o.merged_into_id is null
      and coalesce(d.body ->> 'form', 'none') not in ('ownBranch', 'jointBranch') and m.members >= ${from}
    order by m.members desc, o.id limit 50`)
  return [...rows]
}
