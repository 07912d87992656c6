import type { Profile } from '@fuqiao/domain/profile'
import type { Database } from '../src/connect.ts'
import { asSystem } from '../src/transactions.ts'
import { type DemoAccount, demoAccounts, demoPassword } from './demo/demo-accounts.ts'
import { caseAccounts } from './demo/demo-case-people.ts'
import { loadProfileDemo, profileDemoAccounts, profileDemos } from './demo/demo-of-profile.ts'
import { partnerAccounts } from './demo/demo-partner.ts'
import { demoNetworkId } from './demo/demo-world.ts'
import { type DemoOptions, loadDemoNetwork } from './demo-network.ts'

/** The demo network of a profile: its number, how it is loaded, and the accounts to try it with. */
export type DemoNetwork = {
  networkId: number
  /** Loads it unless it is there. Answers whether it was made. */
  load(db: Database, profile: Profile, options: DemoOptions): Promise<boolean>
  accounts(profile: Profile): readonly DemoAccount[]
}

const others = Object.entries(profileDemos).map(([id, demo]): [string, DemoNetwork] => [
  id,
  {
    networkId: demo.networkId,
    load: async (db, profile, { now, passwordHash }) => {
      const hash = await passwordHash(demoPassword)
      return asSystem(db, tx => loadProfileDemo(tx, { profile, now, passwordHash: hash }))
    },
    accounts: profile => profileDemoAccounts(profile, demo),
  },
])

/** Every demo network, by profile. Beijing's is a whole city with a year behind it, the others are small. */
export const demoNetworks: Readonly<Record<string, DemoNetwork>> = {
  'beijing-2017': {
    networkId: demoNetworkId,
    load: (db, _profile, options) => loadDemoNetwork(db, options),
    accounts: () => [...demoAccounts, ...caseAccounts, ...partnerAccounts],
  },
  ...Object.fromEntries(others),
}
