import { hash } from '@node-rs/argon2'
import { type Database, refreshStatistics } from '@fuqiao/db'
import type { DemoAccount } from '../deps.ts'
import { networksOf } from './found-network.ts'

/** Loads the invented demo networks once and tells their accounts; beside a network of the installation's own they have no place. */
export async function openDemo(db: Database, adminUrl: string, now: Date): Promise<readonly DemoAccount[]> {
  if ((await networksOf(db)).hasOwn) return []
  const { demoAccounts, demoPassword, loadDemoNetwork, partnerAccounts } = await import('@fuqiao/db/factories')
  await loadDemoNetwork(db, { now, passwordHash: hash })
  await refreshStatistics(adminUrl)
  return [...demoAccounts, ...partnerAccounts].map(({ loginName, displayName, place, roles }) => ({
    loginName,
    password: demoPassword,
    name: displayName,
    roles,
    tenantName: place.zh,
  }))
}
