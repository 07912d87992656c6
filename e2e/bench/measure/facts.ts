import postgres, { type Sql } from 'postgres'
import type { BenchServer } from '../bench-server.ts'
import { factSet, factSizes } from '../data/fact-rows.ts'
import { benchNow } from '../data/network-rows.ts'
import { type Figure, median, printFigure } from '../figure.ts'
import { startProduct } from '../product.ts'
import { type Call, recordStatements, type Subject } from '../statements.ts'
import { startProxy } from '../wire/proxy.ts'
import { timeInTurns } from './execution-time.ts'
import { openTimed } from './timed-connection.ts'

const board = 'board of indicators'
const boardAsOf = `${board} as of half a year ago`
const boards: readonly Call[] = [
  { figure: board, procedure: 'indicators.board', main: /from rollup x/, input: () => ({}) },
  { figure: boardAsOf, procedure: 'indicators.board', main: /from rollup x/, input: () => ({ asOf: '2026-05-20' }) },
]

/** Boards, rows that they read, what is written while figures are kept, and figures made anew: in a country with few facts and in one with many. */
export async function measureFacts(server: BenchServer): Promise<Figure[]> {
  const [small, large] = factSizes.map(facts => server.urlOf(factSet(facts)))
  if (!small || !large) throw new Error('no sizes')
  const admin = postgres(large, { max: 1, onnotice: () => {} })
  try {
    const subjects = await recordBoards(admin, large)
    return [
      ...(await measureBoards(small, large, subjects)),
      ...(await measureRowsRead(admin, subjects)),
      await measureInsert(admin),
      await measureWriters(admin, large),
      await measureRebuild(admin),
    ]
  } finally {
    await admin.end({ timeout: 5 })
  }
}

async function recordBoards(admin: Sql, url: string): Promise<Subject[]> {
  const proxy = await startProxy(url)
  const product = await startProduct(proxy.urlOf(url))
  try {
    return await recordStatements({ admin, product, proxy }, boards)
  } finally {
    await product.stop()
    await proxy.close()
  }
}

/** A board on many facts against itself on few, and one of a past day against today's. */
async function measureBoards(small: string, large: string, subjects: readonly Subject[]): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const today of subjects.filter(({ figure }) => figure === board)) {
    const past = subjects.find(({ figure, tier }) => figure === boardAsOf && tier === today.tier)
    if (!past) throw new Error('no board of a past day')
    const { tier, sessionId, statement } = today
    const [few = NaN, many = NaN, before = NaN] = await timeInTurns([
      { statement, open: () => openTimed(small, sessionId) },
      { statement, open: () => openTimed(large, sessionId) },
      { statement: past.statement, open: () => openTimed(large, sessionId) },
    ])
    figures.push(
      printFigure({ figure: `${board}: 100 x the facts`, tier, unit: 'us', ours: many, floor: few, limit: 1.5 }),
      printFigure({ figure: `${boardAsOf}, against today`, tier, unit: 'us', ours: before, floor: many, limit: 2 }),
    )
  }
  return figures
}

const mostRowsRead = 2000

/** Rows that all statements of a board take from tables, behind the wall. */
async function measureRowsRead(admin: Sql, subjects: readonly Subject[]): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const { figure, tier, sessionId, statements } of subjects) {
    const read = await admin.begin('read only', async tx => {
      await tx`set local role fuqiao_app`
      await tx`select app.enter(${sessionId}::uuid, ${benchNow})`
      const taken = async () => {
        const [row] = await tx<{ n: number }[]>`
          select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as n from pg_stat_xact_user_tables`
        return row?.n ?? NaN
      }
      const before = await taken()
      for (const { sql, params } of statements) await tx.unsafe(sql, params as never[])
      return (await taken()) - before
    })
    figures.push(
      printFigure({ figure: `${figure}: rows read`, tier, unit: 'rows', ours: read, floor: mostRowsRead, limit: 1 }),
    )
  }
  return figures
}

const rounds = 15
const oneEach = `select app.note_fact(network_id, id, 'service', 'consulting', '2026-11-20', 1, null, id, '${benchNow.toISOString()}') from tenant where network_id = 1`

/** A fact with the mark and the index that the worker finds it by, against the same without them. */
async function measureInsert(admin: Sql): Promise<Figure> {
  const timed = async (isPlain: boolean) => {
    let milliseconds = NaN
    await admin
      .begin(async tx => {
        if (isPlain) await tx`drop index fact_unfolded`
        await tx.unsafe(oneEach)
        const started = performance.now()
        await tx.unsafe(oneEach)
        milliseconds = performance.now() - started
        throw new Undone()
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undone)) throw error
      })
    return milliseconds
  }
  const [ours, floor]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await timed(false))
    floor.push(await timed(true))
  }
  return printFigure({
    figure: 'writing 360 facts that will be folded',
    unit: 'ms',
    ours: median(ours),
    floor: median(floor),
    limit: 1.2,
  })
}

class Undone extends Error {}

const writers = 32
const seconds = 4

/** Facts a second that 32 writers of one city commit while its figures are kept, against the same while nobody keeps them. */
async function measureWriters(admin: Sql, url: string): Promise<Figure> {
  const sql = postgres(url, { max: writers, onnotice: () => {} })
  const keeper = postgres(url, { max: 1, onnotice: () => {} })
  const places = await admin<{ id: string }[]>`select id from tenant where network_id = 1`
  const [kept, unkept]: [number[], number[]] = [[], []]
  try {
    for (let round = 0; round < 5; round += 1) {
      unkept.push(await writeAtOnce(sql, places))
      await keeper`select app.fold_facts(1, 1000000)`
      const keeping = keepOn(keeper)
      kept.push(await writeAtOnce(sql, places))
      await keeping.stop()
    }
  } finally {
    await sql.end({ timeout: 5 })
    await keeper.end({ timeout: 5 })
  }
  const figure = `facts written by ${writers} writers of one city while its figures are kept`
  return printFigure({ figure, unit: 'facts/s', ours: median(kept), floor: median(unkept), limit: 0.8, bound: 'least' })
}

async function writeAtOnce(sql: Sql, places: readonly { id: string }[]): Promise<number> {
  const until = performance.now() + seconds * 1000
  let written = 0
  const write = async (number: number) => {
    for (let turn = number; performance.now() < until; turn += writers) {
      await sql`select app.note_fact(1, ${places[turn % places.length]?.id ?? ''}::uuid, 'service', 'consulting', '2026-11-20', 1, null, ${places[0]?.id ?? ''}::uuid, ${benchNow})`
      written += 1
    }
  }
  await Promise.all(Array.from({ length: writers }, (_, number) => write(number)))
  return written / seconds
}

/** Folds as the worker does: all that waits, each second. */
function keepOn(sql: Sql): { stop: () => Promise<void> } {
  let isOver = false
  const run = (async () => {
    while (!isOver) {
      await sql`select app.fold_facts(1, 10000)`
      await new Promise(resolve => setTimeout(resolve, 1000))
    }
  })()
  return {
    async stop() {
      isOver = true
      await run
    },
  }
}

/** Cells of a city that are the same after they were made anew from its facts, of all that there were. */
async function measureRebuild(admin: Sql): Promise<Figure> {
  await admin`select app.fold_facts(1, 1000000)`
  const columns = 'tenant_id, tree, kind, counted, detail, bucket, known_on, value'
  await admin.unsafe(`create temp table kept as select ${columns} from rollup where network_id = 1`)
  const started = performance.now()
  await admin`select app.rebuild_rollups(1, false)`
  const took = performance.now() - started
  const [row] = await admin.unsafe<{ kept: number; same: number; more: number }[]>(`
    select (select count(*)::int from kept) as kept,
      (select count(*)::int from (select ${columns} from kept intersect all select ${columns} from rollup where network_id = 1) x) as same,
      (select count(*)::int from rollup where network_id = 1) as more`)
  await admin`drop table kept`
  process.stderr.write(`rebuild of one city: ${row?.more} cells in ${Math.round(took / 100) / 10} s\n`)
  const figure = 'cells of one city that a rebuild makes alike'
  return printFigure({
    figure,
    unit: 'cells',
    ours: row?.same ?? NaN,
    floor: Math.max(row?.kept ?? NaN, row?.more ?? NaN),
    limit: 1,
    bound: 'least',
  })
}
