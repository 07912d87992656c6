import { parseArgs } from 'node:util'
import postgres from 'postgres'
import { openBenchServer, requireDataSet } from './bench-server.ts'
import { caseSet, caseSizes } from './data/case-rows.ts'
import { factSet, factSizes } from './data/fact-rows.ts'
import type { Figure } from './figure.ts'
import { measureCases } from './measure/cases.ts'
import { measureFacts } from './measure/facts.ts'
import { measureWall } from './measure/execution-time.ts'
import { measureFirstLoad } from './measure/first-load.ts'
import { measureGrowth } from './measure/growth.ts'
import { measureHttp } from './measure/http-load.ts'
import { measureRoundTrips } from './measure/round-trips.ts'
import { startProduct } from './product.ts'
import { sizesOf } from './sizes.ts'
import { recordStatements } from './statements.ts'
import { startProxy } from './wire/proxy.ts'

/** Of whole networks. */
const ofNetworks = ['wall', 'growth', 'trips', 'http', 'bytes']
const parts = [...ofNetworks, 'cases', 'facts']
const { values } = parseArgs({
  options: {
    networks: { type: 'string', default: '100' },
    only: { type: 'string', default: parts.join(',') },
    /** Part of the name of the calls to measure, or of their tier; all when empty. */
    matching: { type: 'string', default: '' },
  },
})
const networks = Number(values.networks)
const only = new Set(values.only.split(','))

const server = await openBenchServer()
const url = server.urlOf(networks)
const admin = postgres(url, { max: 1, onnotice: () => {} })
const figures: Figure[] = []
try {
  if (ofNetworks.some(part => only.has(part))) await measureNetworks()
  if (only.has('cases')) {
    for (const cases of caseSizes) await requireDataSet(server, caseSet(cases))
    figures.push(...(await measureCases(server)))
  }
  if (only.has('facts')) {
    for (const facts of factSizes) await requireDataSet(server, factSet(facts))
    figures.push(...(await measureFacts(server)))
  }
} finally {
  await admin.end({ timeout: 5 })
  await server.stop()
}
const missed = figures.filter(({ ok }) => !ok)
process.stderr.write(`${figures.length - missed.length} of ${figures.length} figures within their limits\n`)
process.exitCode = missed.length > 0 ? 1 : 0

/** Whole networks: the wall, growth, round trips, requests and bytes. */
async function measureNetworks(): Promise<void> {
  for (const size of sizesOf(networks)) await requireDataSet(server, size)
  const proxy = await startProxy(url)
  const product = await startProduct(proxy.urlOf(url))
  const recorded = await recordStatements({ admin, product, proxy })
  const subjects = recorded.filter(({ tier, figure }) => `${tier} ${figure}`.includes(values.matching))
  if (only.has('trips')) figures.push(...(await measureRoundTrips({ admin, url, product, proxy }, subjects)))
  if (only.has('bytes')) figures.push(...(await measureFirstLoad(admin, product)))
  await product.stop()
  await proxy.close()
  if (only.has('wall')) figures.push(...(await measureWall(admin, url, subjects)))
  if (only.has('growth')) {
    const sizes = sizesOf(networks).map(size => ({ networks: size, url: server.urlOf(size) }))
    figures.push(...(await measureGrowth(sizes, subjects)))
  }
  if (!only.has('http')) return
  const direct = await startProduct(url)
  figures.push(...(await measureHttp({ admin, url, product: direct }, subjects)))
  await direct.stop()
}
