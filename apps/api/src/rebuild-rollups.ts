// `npm run rebuild`: makes the figures of a network, or of all, anew from its facts. They are the same as before, to the last digit.
import { parseArgs } from 'node:util'
import { openDatabase } from './boot/open-database.ts'
import { readConfig } from './config.ts'
import { rebuildRollups } from './jobs/fold-facts.ts'

const { values } = parseArgs({ options: { network: { type: 'string' } } })
const network = values.network === undefined ? undefined : Number(values.network)
if (network !== undefined && !Number.isInteger(network)) {
  process.stderr.write('npm run rebuild [-- --network 1]\n')
  process.exit(1)
}
const database = await openDatabase(readConfig())
try {
  for (const { id, facts } of await rebuildRollups(database, network))
    process.stdout.write(`网络 / network ${id}: ${facts} 笔 / facts\n`)
} finally {
  await database.close()
}
