import { parseArgs } from 'node:util'
import postgres, { type Sql } from 'postgres'
import { type BenchServer, type DataSet, dropDatabase, makeDatabase, openBenchServer } from './bench-server.ts'
import { checkReferences } from './data/check-references.ts'
import { caseSet, caseSizes, loadCases } from './data/case-rows.ts'
import { factNetworks, factSet, factSizes, loadFacts } from './data/fact-rows.ts'
import { loadedTables, loadNetwork, loadPlaces } from './data/network-rows.ts'
import { dropSecondaryIndexes, restoreSecondaryIndexes } from './data/secondary-indexes.ts'
import { sizesOf } from './sizes.ts'

const { values } = parseArgs({
  options: {
    networks: { type: 'string', default: '100' },
    /** Sets to make: of whole networks, of cases, of facts. */
    only: { type: 'string', default: 'networks,cases,facts' },
    again: { type: 'boolean', default: false },
  },
})
const networks = Number(values.networks)
if (!Number.isInteger(networks) || networks < 1 || networks > 1000)
  throw new RangeError('--networks takes a whole number from 1 to 1000')
const only = new Set(values.only.split(','))

const server = await openBenchServer()
try {
  for (const [set, load] of dataSets()) {
    if (values.again) await dropDatabase(server, set)
    await makeDataSet(server, set, load)
  }
} finally {
  await server.stop()
}

type Load = (sql: Sql) => Promise<void>

/** The sets that are asked for, and how each is filled. */
function* dataSets(): Generator<[DataSet, Load]> {
  if (only.has('networks'))
    for (const size of sizesOf(networks)) yield [size, sql => loadNetworks(sql, size, loadNetwork)]
  if (only.has('cases'))
    for (const cases of caseSizes)
      yield [
        caseSet(cases),
        async sql => {
          await loadNetworks(sql, 1, loadNetwork)
          await loadCases(sql, cases)
        },
      ]
  if (only.has('facts'))
    for (const facts of factSizes)
      yield [
        factSet(facts),
        sql =>
          loadNetworks(sql, factNetworks, async (loading, network) => {
            await loadPlaces(loading, network)
            await loadFacts(loading, network, facts / factNetworks)
          }),
      ]
}

/** Fills the database of a set, going on where an earlier run stopped; one that is whole is left alone. */
async function makeDataSet(bench: BenchServer, set: DataSet, load: Load): Promise<void> {
  const started = performance.now()
  await makeDatabase(bench, set)
  const sql = postgres(bench.urlOf(set), { max: 1, onnotice: () => {} })
  try {
    if (await isWhole(sql)) return say(set, 'stands already')
    await dropSecondaryIndexes(sql, loadedTables)
    await load(sql)
    say(set, 'rows loaded', started)
    await restoreSecondaryIndexes(sql)
    say(set, 'indexes made', started)
    await keepFigures(sql)
    say(set, 'figures made', started)
    await checkReferences(sql, loadedTables)
    await sql.unsafe('vacuum analyze')
    await sql.unsafe('create table fuqiao_bench.whole ()')
    say(set, 'made', started)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** Loads the networks that are not there yet. */
async function loadNetworks(
  sql: Sql,
  networks: number,
  load: (sql: Sql, network: number) => Promise<void>,
): Promise<void> {
  const [{ loaded } = { loaded: 0 }] = await sql<{ loaded: number }[]>`select count(*)::int as loaded from network`
  for (let network = loaded + 1; network <= networks; network += 1) await load(sql, network)
}

/** Makes the figures of every network whose facts wait. */
async function keepFigures(sql: Sql): Promise<void> {
  await sql.unsafe('analyze fact')
  for (const { id } of await sql<{ id: number }[]>`select distinct network_id as id from fact where not is_folded`)
    await sql`select app.rebuild_rollups(${id}, false)`
}

/** The mark is made last of all. */
async function isWhole(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ whole: boolean }[]>`select to_regclass('fuqiao_bench.whole') is not null as whole`
  return row?.whole === true
}

function say(set: DataSet, what: string, started?: number): void {
  const seconds = started === undefined ? '' : ` after ${Math.round((performance.now() - started) / 1000)} s`
  process.stdout.write(`${typeof set === 'number' ? `${set} networks` : set}: ${what}${seconds}\n`)
}
