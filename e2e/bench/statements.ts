import type { Sql } from 'postgres'
import { type Tier, tiers } from './data/network-rows.ts'
import { searches } from './data/words.ts'
import { type Product, tokenSigner } from './product.ts'
import type { Noted, Proxy, Statement } from './wire/proxy.ts'

/** A call of the product whose main statement is measured. */
export type Subject = {
  figure: string
  tier: Tier
  sessionId: string
  procedure: string
  input: unknown
  /** All that the call asks after its entry. */
  statements: Statement[]
  /** The one of them that is timed. */
  statement: Statement
}

/** A call to measure, by the table or gate that its main statement names. */
export type Call = {
  figure: string
  procedure: string
  main: RegExp
  input: (organisationId: string) => unknown
}

/** The calls that are measured. */
const subjects: readonly Call[] = [
  {
    figure: 'organisations in sight, page of 50',
    procedure: 'organisations.list',
    main: /from organisation o .* limit/s,
    input: () => ({}),
  },
  {
    figure: 'organisation by id',
    procedure: 'organisations.get',
    main: /"custodianName"/,
    input: (organisationId: string) => ({ id: organisationId }),
  },
  {
    figure: 'referral inbox, page of 50',
    procedure: 'referrals.inbox',
    main: /from "?referral"? .*limit/s,
    input: () => ({}),
  },
  {
    figure: 'search, two characters of hundreds of names',
    procedure: 'organisations.search',
    main: /search_organisations/,
    input: () => ({ text: searches.common }),
  },
  {
    figure: 'search, two characters of a few names',
    procedure: 'organisations.search',
    main: /search_organisations/,
    input: () => ({ text: searches.rare }),
  },
]

/**
 * Calls each procedure at each tier through the recording proxy and takes the statement it sends: what is measured is what the product
 * says to the database, not a copy of it.
 */
export async function recordStatements(
  { admin, product, proxy }: { admin: Sql; product: Product; proxy: Proxy },
  calls: readonly Call[] = subjects,
): Promise<Subject[]> {
  const token = await tokenSigner(admin)
  const recorded: Subject[] = []
  for (const { tier, sessionId } of tiers) {
    const isOfOne = calls.some(({ input }) => input.length > 0)
    const organisationId = isOfOne ? await someOrganisation(admin, sessionId) : ''
    for (const { figure, procedure, main, input } of calls) {
      const given = input(organisationId)
      // the first call of all also opens a connection and asks for its types
      await product.call('query', procedure, given, token(sessionId))
      proxy.take()
      await product.call('query', procedure, given, token(sessionId))
      const statements = ofTheCall(proxy.take())
      const statement = statements.find(({ sql }) => main.test(sql))
      if (!statement) throw new Error(`${procedure} sent no statement like ${main}`)
      recorded.push({ figure, tier, sessionId, procedure, input: given, statements, statement })
    }
  }
  return recorded
}

/** What went over the connection of the call's transaction, without its beginning and end; jobs run beside it. */
function ofTheCall(noted: readonly Noted[]): Statement[] {
  const connection = noted.find(({ sql }) => sql.startsWith('select app.enter'))?.connection
  return noted
    .filter(
      one => one.connection === connection && !/^(begin|commit|select app\.enter)|pg_catalog\.pg_type/.test(one.sql),
    )
    .map(({ sql, params }) => ({ sql, params }))
}

/** An organisation of the session's own tenant. */
async function someOrganisation(admin: Sql, sessionId: string): Promise<string> {
  const [row] = await admin<{ id: string }[]>`
    select o.id from session s join membership m on m.id = s.membership_id
    join organisation o on o.network_id = m.network_id and o.tenant_id = m.tenant_id
    where s.id = ${sessionId} order by o.updated_at desc limit 1`
  if (!row) throw new Error('No organisation: is the data set made?')
  return row.id
}
