import { expect, inject, test } from 'vitest'
import { migrateDatabase } from '../src/migrate.ts'
import { findHoles } from '../src/wall-check.ts'
import { cloneDatabase } from './clone.ts'
import { testSecret } from './global.ts'

test('migrations run once, also when two servers start together', async () => {
  const clone = await cloneDatabase(inject('adminUrl'))
  await Promise.all([
    migrateDatabase({ adminUrl: clone.adminUrl, secret: testSecret }),
    migrateDatabase({ adminUrl: clone.adminUrl, secret: testSecret }),
  ])
  expect(await findHoles(clone.db)).toEqual([])
  await clone.drop()
})
