import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { migrateDatabase } from '@fuqiao/db'
import { startEmbedded } from '@fuqiao/db/embedded'
import postgres, { type Sql } from 'postgres'

/** The installation's secret of the bench databases: they hold invented rows only. */
export const benchSecret = 'a secret for benches only, of invented rows'

/** So many networks, or a set by its name. */
export type DataSet = number | string

/** A PostgreSQL whose administrator makes a database for each size of the data set. */
export type BenchServer = {
  /** Administrator's URL of the database of a data set: so many networks, or one by its name. */
  urlOf(set: DataSet): string
  /** Administrator's connection to the server's own first database. */
  admin: Sql
  stop(): Promise<void>
}

// One session loads or reads at a time, from memory; nothing here is worth a sync to disk.
const settings = {
  shared_buffers: '1536MB',
  maintenance_work_mem: '512MB',
  work_mem: '32MB',
  max_wal_size: '8GB',
  checkpoint_timeout: '30min',
  wal_level: 'minimal',
  max_wal_senders: 0,
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
}

/**
 * The PostgreSQL of the benches: the one at `BENCH_DATABASE_URL` (an administrator who may create databases and roles),
 * else an embedded one of their own under `DATA_DIR/bench`.
 */
export async function openBenchServer(): Promise<BenchServer> {
  const given = process.env['BENCH_DATABASE_URL']
  if (given) return serverAt(given, async () => {})
  const dataDir = path.resolve(import.meta.dirname, '../..', process.env['DATA_DIR'] ?? '.data', 'bench')
  mkdirSync(dataDir, { recursive: true })
  const embedded = await startEmbedded({ dataDir: path.join(dataDir, 'postgres'), settings })
  return serverAt(embedded.url, embedded.stop)
}

function serverAt(url: string, stopServer: () => Promise<void>): BenchServer {
  const admin = postgres(url, { max: 1, onnotice: () => {} })
  return {
    admin,
    urlOf(set) {
      const own = new URL(url)
      own.pathname = `/fuqiao_bench_${set}`
      return own.href
    },
    async stop() {
      await admin.end({ timeout: 5 })
      await stopServer()
    },
  }
}

/** Makes the database of a data set, empty and migrated; one that exists is brought to the present schema. */
export async function makeDatabase(server: BenchServer, set: DataSet): Promise<void> {
  const name = `fuqiao_bench_${set}`
  const [known] = await server.admin`select 1 from pg_database where datname = ${name}`
  if (!known) await server.admin.unsafe(`create database ${name}`)
  await migrateDatabase({ adminUrl: server.urlOf(set), secret: benchSecret })
}

/** Removes the database of a data set. */
export async function dropDatabase(server: BenchServer, set: DataSet): Promise<void> {
  await server.admin.unsafe(`drop database if exists fuqiao_bench_${set} with (force)`)
}

/** @throws Error when the data set is not made */
export async function requireDataSet(server: BenchServer, set: DataSet): Promise<void> {
  const [known] = await server.admin`select 1 from pg_database where datname = ${`fuqiao_bench_${set}`}`
  if (!known)
    throw new Error(
      `There is no data set ${set}: make it with pnpm bench:data${typeof set === 'number' ? ` --networks ${set}` : ''}`,
    )
  await migrateDatabase({ adminUrl: server.urlOf(set), secret: benchSecret })
}
