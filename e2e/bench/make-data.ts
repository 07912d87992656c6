import { parseArgs } from 'node:util'
import postgres, { type Sql } from 'postgres'
import { type BenchServer, type DataSet, dropDatabase, makeDatabase, openBenchServer } from './bench-server.ts'
import { checkReferences } from './data/check-references.ts'
import { caseSet, caseSizes, loadCases } from './data/case-rows.ts'
import { loadedTables, loadNetwork } from './data/network-rows.ts'
import { dropSecondaryIndexes, restoreSecondaryIndexes } from './data/secondary-indexes.ts'
import { sizesOf } from './sizes.ts'

const { values } = parseArgs({
  options: { networks: { type: 'string', default: '100' }, again: { type: 'boolean', default: false } },
})
const networks = Number(values.networks)
if (!Number.isInteger(networks) || networks < 1 || networks > 1000)
  throw new RangeError('--networks takes a whole number from 1 to 1000')

const server = await openBenchServer()
try {
  for (const size of sizesOf(networks)) {
    if (values.again) await dropDatabase(server, size)
    await makeDataSet(server, size, size)
  }
  for (const cases of caseSizes) {
    if (values.again) await dropDatabase(server, caseSet(cases))
    await makeDataSet(server, caseSet(cases), 1, cases)
  }
} finally {
  await server.stop()
}

/** Fills the database of a set, going on where an earlier run stopped; one that is whole is left alone. */
async function makeDataSet(bench: BenchServer, set: DataSet, networks: number, cases = 0): Promise<void> {
  const started = performance.now()
  await makeDatabase(bench, set)
  const sql = postgres(bench.urlOf(set), { max: 1, onnotice: () => {} })
  try {
    if (await isWhole(sql)) return say(set, 'stands already')
    await dropSecondaryIndexes(sql, loadedTables)
    const [{ loaded } = { loaded: 0 }] = await sql<{ loaded: number }[]>`select count(*)::int as loaded from network`
    for (let network = loaded + 1; network <= networks; network += 1) await loadNetwork(sql, network)
    if (cases > 0) await loadCases(sql, cases)
    say(set, 'rows loaded', started)
    await restoreSecondaryIndexes(sql)
    say(set, 'indexes made', started)
    await checkReferences(sql, loadedTables)
    await sql.unsafe('vacuum analyze')
    await sql.unsafe('create table fuqiao_bench.whole ()')
    say(set, 'made', started)
  } finally {
    await sql.end({ timeout: 5 })
  }
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
