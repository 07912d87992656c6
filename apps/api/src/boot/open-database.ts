import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { connect, type Database, findHoles, migrateDatabase } from '@fuqiao/db'
import type { Config } from '../config.ts'

/** The database of this server, open and migrated, and the secret of the installation. */
export type OpenDatabase = { db: Database; adminUrl: string; secret: string; close(): Promise<void> }

/** The installation's secret: given, or made once and kept in the data directory, readable by its owner alone. */
function secretOf(config: Config): string {
  if (config.secret) return config.secret
  const file = path.join(config.dataDir, 'secret')
  if (!existsSync(file)) {
    mkdirSync(config.dataDir, { recursive: true })
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
  }
  return readFileSync(file, 'utf8').trim()
}

/**
 * Opens the configured PostgreSQL, or starts the embedded one, and brings it to the present schema.
 * @throws Error listing the holes when a role this server runs as could get round the wall: then nothing is served
 */
export async function openDatabase(config: Config): Promise<OpenDatabase> {
  const secret = secretOf(config)
  const embedded = config.databaseUrl
    ? undefined
    : await (await import('@fuqiao/db/embedded')).startEmbedded({ dataDir: path.join(config.dataDir, 'pg') })
  const adminUrl = config.databaseUrl ?? embedded?.url
  if (!adminUrl) throw new Error('No database: neither DATABASE_URL nor the embedded PostgreSQL')
  try {
    await migrateDatabase({ adminUrl, secret })
    const db = connect({ adminUrl, secret, poolSize: config.poolSize })
    const holes = await findHoles(db)
    if (holes.length > 0) {
      await db.close()
      throw new Error(`Refusing to start: ${holes.map(({ role, hole }) => `${role} ${hole}`).join('; ')}`)
    }
    return {
      db,
      adminUrl,
      secret,
      async close() {
        await db.close()
        await embedded?.stop()
      },
    }
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}
