// The one entry of `npm start`, `npm test` and the other verbs. Needs Node 20 or newer with npm, and nothing else.
import { install, InstallError, root } from './install.mjs'
import { run } from './processes.mjs'
import { runTests } from './test.mjs'

const [verb, ...extra] = process.argv.slice(2)
const server = 'apps/api/src/main.ts'
const buildWeb = ['turbo', 'run', 'build', '--filter=@fuqiao/web', '--output-logs=errors-only']

const verbs = {
  install: [],
  start: [buildWeb, ['node', server, ...extra]],
  // restarts the server when a file that it imports changes; pages are Vite's, which replaces them in place
  dev: [['node', '--watch', '--watch-preserve-output', server, '--dev', ...extra]],
  // the first network of an installation that has none
  network: [['node', 'apps/api/src/found-network.ts', ...extra]],
  // figures made anew from the facts of a network
  rebuild: [['node', 'apps/api/src/rebuild-rollups.ts', ...extra]],
  reset: [['node', 'deploy/local/reset.mjs', ...extra]],
  check: [['turbo', 'run', 'check', '--concurrency=2', '--output-logs=new-only', ...extra]],
  lint: [['turbo', 'run', 'lint', '--output-logs=new-only', ...extra]],
  e2e: [
    ['node', 'deploy/local/browser.mjs'],
    ['turbo', 'run', 'build', 'e2e', '--concurrency=2', '--output-logs=new-only', ...extra],
  ],
  // the proofs that take long: thousands of random walks, hundreds of races, a kill at every step
  nightly: [
    ['pnpm', '--filter', '@fuqiao/api', 'run', 'nightly', ...extra],
    buildWeb,
    ['node', 'deploy/local/browser.mjs'],
    ['pnpm', '--filter', '@fuqiao/e2e', 'run', 'e2e'],
  ],
  bench: [buildWeb, ['pnpm', '--filter', '@fuqiao/e2e', 'run', 'bench', ...extra]],
  'bench:data': [['pnpm', '--filter', '@fuqiao/e2e', 'run', 'bench:data', ...extra]],
  format: [['prettier', '--write', ...(extra.length ? extra : ['.'])]],
  'format:check': [['prettier', '--check', ...(extra.length ? extra : ['.'])]],
}

if (verb !== 'test' && !Object.hasOwn(verbs, verb)) {
  console.error(`unknown verb ${verb}; there are: test, ${Object.keys(verbs).join(', ')}`)
  process.exit(2)
}

const env = await install().catch(error => {
  if (!(error instanceof InstallError)) throw error
  console.error(error.message)
  if (verb === 'test') console.log('0 passed, 1 failed')
  process.exit(1)
})
if (verb === 'test') process.exit(await runTests({ cwd: root, env, extra }))
if (verb === 'nightly') env.FUQIAO_NIGHTLY = '1'
for (const command of verbs[verb]) {
  const code = await run(command, { cwd: root, env })
  if (code !== 0) process.exit(code)
}
process.exit(0)
