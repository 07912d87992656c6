// Brings pnpm, the packages of the lock file and the pinned Node into the project folder. Asks no registry when all is there.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onWindows, run } from './processes.mjs'

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..')

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** Nothing can run: what is missing, in words for the one at the terminal. */
export class InstallError extends Error {}

/**
 * Installs, and returns the environment in which the project's programs run: the pinned Node, pnpm and turbo come first.
 * @returns {Promise<NodeJS.ProcessEnv>}
 * @throws {InstallError}
 */
export async function install() {
  const path = (await fetchPnpm()) + delimiter + process.env.PATH
  const code = await run(['pnpm', 'install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only'], {
    cwd: root,
    env: { ...process.env, PATH: path },
  })
  if (code !== 0) throw new InstallError('pnpm install failed')
  const env = {
    ...process.env,
    PATH: join(root, 'node_modules/.bin') + delimiter + path,
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
    DO_NOT_TRACK: '1',
    // Half of the time that a server takes to start is reading its own sources.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, '.cache/node'),
    // the server stops when we are gone
    FUQIAO_WATCH_PARENT: '1',
  }
  requireNode(env)
  return env
}

/** The folder of the pinned pnpm's program. npx would ask the registry on each run, corepack a server of its own. */
async function fetchPnpm() {
  const name = manifest.packageManager
  const home = join(root, '.cache', name.replace('@', '-'))
  const bin = join(home, 'node_modules/.bin')
  if (existsSync(bin)) return bin
  console.log(`fetching ${name}`)
  const unfinished = `${home}.${process.pid}`
  mkdirSync(unfinished, { recursive: true })
  const flags = ['--no-save', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error']
  // with the machine's own Node: npm under another one does not find the machine's npm settings
  const code = await run(['npm', 'install', '--prefix', unfinished, ...flags, name], { cwd: root, env: process.env })
  if (code !== 0) {
    rmSync(unfinished, { recursive: true, force: true })
    throw new InstallError(`npm could not fetch ${name}. The first run needs the npm registry; later ones do not.`)
  }
  rmSync(home, { recursive: true, force: true })
  renameSync(unfinished, home)
  return bin
}

function requireNode(env) {
  const found = spawnSync('node', ['--version'], { env, encoding: 'utf8', shell: onWindows }).stdout.trim()
  const [major, minor] = versionParts(found)
  const [needMajor, needMinor] = versionParts(manifest.engines.node)
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return
  throw new InstallError(
    `Node ${manifest.engines.node} is needed and this is ${found}. ` +
      `npm has no Node for ${process.platform}-${process.arch}: install one from https://nodejs.org`,
  )
}

function versionParts(text) {
  return text.match(/\d+/g).map(Number)
}
