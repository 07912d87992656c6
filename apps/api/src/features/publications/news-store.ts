import type { Cursor, NewsRow } from '@fuqiao/contract'
import { schema, type Tx } from '@fuqiao/db'
import { and, asc, eq, inArray, sql, type SQL } from 'drizzle-orm'

const { network, publication, publicationPaper, tenant } = schema

/** What is looked for among what stands before everybody; `networkId` null: in every network, for the system role. */
export type NewsQuery = {
  networkId: number | null
  text: string
  category: string | undefined
  today: string
  cursor: Cursor | undefined
  limit: number
}

/** Text that LIKE takes literally. */
const literally = (text: string) => text.replaceAll(/[\\%_]/g, '\\$&')
const wordsIn = (text: string) => text.split(/\s+/).filter(Boolean)

/** Every word stands in the title or the text; words of two characters and more are looked up by their pieces first. */
const foundIn = (text: string, { title, body, pieces }: { title: SQL; body: SQL; pieces: SQL | null }): SQL[] =>
  wordsIn(text).flatMap(word => [
    ...(pieces && word.length > 1 ? [sql`${pieces} @> app.bigrams(${word})`] : []),
    sql`(${title} || ' ' || ${body}) ilike ${`%${literally(word)}%`}`,
  ])

const publications = ({ networkId, text, category }: NewsQuery): SQL => {
  const conditions = [
    sql`p.state = 'published'`,
    ...(networkId === null ? [] : [sql`p.network_id = ${networkId}`]),
    ...(category ? [sql`p.category = ${category}`] : []),
    ...foundIn(text, { title: sql`p.title`, body: sql`p.body`, pieces: sql`p.pieces` }),
  ]
  return sql`select p.network_id, p.first_id as id, 'publication' as kind, p.category, p.title, left(p.body, 120) as lead, p.tenant_id, p.number, p.published_at
    from publication p where ${sql.join(conditions, sql` and `)}`
}

/** Calls for applications that are open: read where they stand. */
const openCalls = ({ networkId, text, category, today }: NewsQuery): SQL | null => {
  if (category !== undefined && category !== 'call') return null
  const conditions = [
    sql`c.state = 'published' and ${today}::date between c.opens_on and c.closes_on`,
    sql`exists (select 1 from tenant t where t.network_id = c.network_id and t.id = c.tenant_id and t.status = 'active')`,
    ...(networkId === null ? [] : [sql`c.network_id = ${networkId}`]),
    ...foundIn(text, { title: sql`c.title`, body: sql`c.words`, pieces: null }),
  ]
  return sql`select c.network_id, c.id, 'incubationCall', 'call', c.title, left(c.words, 120), c.tenant_id, 1, c.created_at
    from incubation_call c where ${sql.join(conditions, sql` and `)}`
}

/** What stands before everybody, the latest first. */
export async function readNews(tx: Tx, query: NewsQuery): Promise<NewsRow[]> {
  const { cursor, limit } = query
  const calls = openCalls(query)
  const all = calls ? sql`${publications(query)} union all ${calls}` : publications(query)
  const at = sql`n.published_at`
  const after = cursor ? sql`where (${at}, n.id) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)` : sql``
  const rows = await tx.execute<NewsRow>(sql`
    select n.id, n.kind, n.category, n.title, n.lead, n.number, t.name as "tenantName", w.name as "networkName",
      to_char(n.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "publishedAt"
    from (${all}) n join tenant t on t.network_id = n.network_id and t.id = n.tenant_id join network w on w.id = n.network_id
    ${after} order by ${at} desc, n.id desc limit ${limit}`)
  return [...rows]
}

/** The version of a publication that stands, or stood last; undefined before any does. For the system role. */
export async function readStanding(tx: Tx, firstId: string) {
  const { networkId, id, category, title, body, number, changeNote, state } = publication
  const [found] = await tx
    .select({
      row: {
        ...{ networkId, id, firstId: publication.firstId, category, title, body, number, changeNote, state },
        publishedAt: publication.publishedAt,
        withdrawnAt: publication.withdrawnAt,
        withdrawReason: publication.withdrawReason,
      },
      tenantName: tenant.name,
      networkName: network.name,
    })
    .from(publication)
    .innerJoin(tenant, and(eq(tenant.networkId, publication.networkId), eq(tenant.id, publication.tenantId)))
    .innerJoin(network, eq(network.id, publication.networkId))
    .where(and(eq(publication.firstId, firstId), inArray(publication.state, ['published', 'withdrawn'])))
  return found
}

/** When the first version was published. For the system role. */
export async function readFirstDay(tx: Tx, networkId: number, firstId: string): Promise<Date | null> {
  const [row] = await tx
    .select({ publishedAt: publication.publishedAt })
    .from(publication)
    .where(and(eq(publication.networkId, networkId), eq(publication.id, firstId)))
  return row?.publishedAt ?? null
}

const { id: paperId, fileName, size, mediaType, content } = publicationPaper

/** The papers of a version. For the system role. */
export function readNewsPapers(tx: Tx, networkId: number, id: string) {
  return tx
    .select({ id: paperId, fileName, size })
    .from(publicationPaper)
    .where(and(eq(publicationPaper.networkId, networkId), eq(publicationPaper.publicationId, id)))
    .orderBy(asc(publicationPaper.createdAt), asc(paperId))
}

/** A paper of a version that stands; undefined where it hangs on no such. For the system role. */
export async function readNewsPaper(tx: Tx, id: string) {
  const [row] = await tx
    .select({ fileName, mediaType, content })
    .from(publicationPaper)
    .innerJoin(
      publication,
      and(eq(publication.networkId, publicationPaper.networkId), eq(publication.id, publicationPaper.publicationId)),
    )
    .where(and(eq(paperId, id), eq(publication.state, 'published')))
  return row
}
