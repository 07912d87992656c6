import type { Sql } from 'postgres'
import { benchNow } from '../data/network-rows.ts'
import type { Subject } from '../statements.ts'
import type { Statement } from '../wire/proxy.ts'

type Sight = { network: number; tenant: string; low: string; high: string }

const gateCall = /\(select app\.search_organisations\((app\.search_grams\([^()]*\)), ([^()]*)\)\)::uuid\[\]/
const organisationById = /from organisation o(?=\s)/
const organisationBeside = /left join organisation o(?=\s)/

/**
 * The statement as somebody without a wall would write it, for the same rows: where the product leaves it to the wall which organisations are in
 * sight, the condition stands in the statement; where it asks the gate of the search, the gate's body does. Other statements state their scope already.
 */
export async function writtenByHand(
  admin: Sql,
  { sessionId, statement: { sql, params } }: Pick<Subject, 'sessionId' | 'statement'>,
): Promise<Statement> {
  const sight = await sightOf(admin, sessionId)
  const inSight = `(select x.* from organisation x where x.scope_key between ${sight.low} and ${sight.high} or x.id = any ((${granted(sight)})::uuid[]))`
  const gate = gateCall.exec(sql)
  if (gate) return { sql: sql.replace(gateCall, () => candidates(sight, gate[1] ?? '', gate[2] ?? '')), params }
  if (sql.includes('search_organisations'))
    throw new Error('The search calls its gate in another way: write it out anew here.')
  if (organisationBeside.test(sql)) return { sql: sql.replace(organisationBeside, `left join ${inSight} o`), params }
  if (!sql.includes('scope_key between') && organisationById.test(sql))
    return { sql: sql.replace(organisationById, `from ${inSight} o`), params }
  return { sql, params }
}

function granted({ network, tenant }: Sight): string {
  return `select array_agg(g.organisation_id) from dossier_grant g where g.network_id = ${network} and g.tenant_id = '${tenant}'
    and g.ended_at is null and g.from_at <= '${benchNow.toISOString()}' and g.until_at > '${benchNow.toISOString()}'`
}

function candidates(sight: Sight, pieces: string, most: string): string {
  const { network, low, high } = sight
  return `array(select c.id from organisation c where c.grams @> ${pieces} and c.network_id + 0 = ${network}
    and (c.scope_key + 0 between ${low} and ${high} or c.id = any ((${granted(sight)})::uuid[])) order by c.updated_at desc, c.id desc limit ${most})`
}

async function sightOf(admin: Sql, sessionId: string): Promise<Sight> {
  const [sight] = await admin<Sight[]>`
    select t.network_id as network, t.id as tenant, t.scope_key::text as low, t.scope_high::text as high
    from session s join membership m on m.id = s.membership_id join tenant t on t.network_id = m.network_id and t.id = m.tenant_id where s.id = ${sessionId}`
  if (!sight) throw new Error('The session acts in no tenant.')
  return sight
}
