import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import { roleUrl } from '@fuqiao/db'
import type { Sql } from 'postgres'
import type { BareOptions } from '../bare-server.ts'
import { benchSecret } from '../bench-server.ts'
import { benchNow } from '../data/network-rows.ts'
import { median, printFigure, type Figure } from '../figure.ts'
import { type Product, tokenSigner } from '../product.ts'
import type { Subject } from '../statements.ts'

const connections = 32
// Short and often: what else the machine does for some seconds falls on both, and the middle of seven leaves out one that was disturbed.
const seconds = 2
const rounds = 7
/** Rounds that do not count, at most: code runs twice as fast once the engine has compiled all of it, which for more code takes longer. */
const warmUps = 12
const generator = path.join(path.dirname(createRequire(import.meta.url).resolve('autocannon')), 'autocannon.js')

type Load = { perSecond: number; p99: number }

/**
 * The product's calls through HTTP, with token and tRPC, against a bare server that sends the same statements in the same transaction. The load
 * comes from a third process; rounds take turns.
 */
export async function measureHttp(
  { admin, url, product }: { admin: Sql; url: string; product: Product },
  subjects: readonly Subject[],
): Promise<Figure[]> {
  const calls = Object.fromEntries(
    subjects.map(({ sessionId, statements }, index) => [`/${index}`, { sessionId, statements }]),
  )
  const bare = await startBare({
    url: roleUrl(url, benchSecret, 'fuqiao_app'),
    poolSize: 8,
    now: benchNow.toISOString(),
    calls,
  })
  const token = await tokenSigner(admin)
  const figures: Figure[] = []
  try {
    for (const [index, { figure, tier, sessionId, procedure, input }] of subjects.entries()) {
      const ours: Load[] = []
      const floor: Load[] = []
      const askOurs = () => load(product.queryUrl(procedure, input), token(sessionId))
      const askFloor = () => load(`${bare.origin}/${index}`)
      await warmUp(askOurs)
      await warmUp(askFloor)
      for (let round = 0; round < rounds; round += 1) {
        ours.push(await askOurs())
        floor.push(await askFloor())
      }
      const of = (loads: Load[], key: keyof Load) => median(loads.map(one => one[key]))
      figures.push(
        printFigure({
          figure: `${figure}: HTTP requests`,
          tier,
          unit: '1/s',
          ours: of(ours, 'perSecond'),
          floor: of(floor, 'perSecond'),
          limit: 0.8,
          bound: 'least',
        }),
      )
      figures.push(
        printFigure({
          figure: `${figure}: HTTP p99`,
          tier,
          unit: 'ms',
          ours: of(ours, 'p99'),
          floor: of(floor, 'p99'),
          limit: 1.5,
        }),
      )
    }
  } finally {
    bare.process.kill('SIGTERM')
  }
  return figures
}

/** Asks until three rounds in a row were no faster than the best before them. */
async function warmUp(ask: () => Promise<Load>): Promise<void> {
  let best = 0
  for (let round = 0, steady = 0; round < warmUps && steady < 3; round += 1) {
    const { perSecond } = await ask()
    steady = perSecond > best * 1.03 ? 0 : steady + 1
    best = Math.max(best, perSecond)
  }
}

async function load(target: string, token?: string): Promise<Load> {
  const header = token === undefined ? [] : ['--headers', `authorization=Bearer ${token}`]
  const { stdout } = await promisify(execFile)(process.execPath, [
    generator,
    '--json',
    '--connections',
    String(connections),
    '--duration',
    String(seconds),
    ...header,
    target,
  ])
  const { requests, latency, non2xx, errors } = JSON.parse(stdout) as {
    requests: { average: number }
    latency: { p99: number }
    non2xx: number
    errors: number
  }
  if (non2xx > 0 || errors > 0)
    throw new Error(`${target} answered ${non2xx} times other than 200 and broke ${errors} times`)
  return { perSecond: requests.average, p99: latency.p99 }
}

async function startBare(options: BareOptions): Promise<{ origin: string; process: ChildProcess }> {
  const child = spawn(
    process.execPath,
    [path.join(import.meta.dirname, '../bare-server.ts'), JSON.stringify(options)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  return { origin: said.toString().trim(), process: child }
}
