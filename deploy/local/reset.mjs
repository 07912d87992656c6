// `npm run reset`: empties the data directory, after asking. `--yes` does not ask.
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { isServerRunning } from '../../db/src/embedded-leftover.ts'
import { chooseUser, placeDataDir } from '../../db/src/embedded-place.ts'

const dataDir = resolve(import.meta.dirname, '../..', process.env.DATA_DIR ?? '.data')
const cluster = join(dataDir, 'pg')
// for root the cluster may lie outside the data directory
const placed = placeDataDir(cluster, chooseUser(cluster))

// benches and journeys keep clusters of their own in there
const clusters = readdirSync(dataDir).flatMap(name => [join(dataDir, name), join(dataDir, name, 'pg')])
if ([placed, ...clusters].some(isServerRunning)) {
  console.error(`${dataDir} is in use: stop the server first.`)
  process.exit(1)
}
if (placed === cluster && isForeign(readdirSync(dataDir))) {
  console.error(`${dataDir} holds nothing of ours, so it is left as it is. Is DATA_DIR right?`)
  process.exit(1)
}
const targets = [
  ...readdirSync(dataDir).map(name => join(dataDir, name)),
  ...(placed !== cluster && existsSync(placed) ? [placed] : []),
]
if (targets.length === 0) {
  console.log(`${dataDir} is empty.`)
} else if (process.argv.includes('--yes') || (await confirm())) {
  for (const target of targets) rmSync(target, { recursive: true, force: true })
  console.log(`${dataDir} is empty now. The next start makes the demo network anew.`)
  if (process.env.DATABASE_URL) console.log('The database of DATABASE_URL is not touched.')
} else {
  console.log('Nothing was removed.')
}

/** Someone's files, and nothing of ours among them. */
function isForeign(names) {
  const ours = ['pg', 'pg.new', 'pg.password', 'secret', 'calendar', 'e2e', 'bench']
  return names.length > 0 && !names.some(name => ours.includes(name))
}

async function confirm() {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await new Promise(resolve => {
    // no terminal, or Ctrl-D: no answer is a no
    terminal.once('close', () => resolve(''))
    terminal.question(`Remove all data in ${targets.join(' and ')}? (y/N) `).then(resolve, () => resolve(''))
  })
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}
