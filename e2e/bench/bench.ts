import { parseArgs } from 'node:util'
import postgres from 'postgres'
import { openBenchServer } from './bench-server.ts'
import { measureWall } from './measure/execution-time.ts'
import { startProduct } from './product.ts'
import { recordStatements } from './statements.ts'
import { startProxy } from './wire/proxy.ts'

const { values } = parseArgs({ options: { networks: { type: 'string', default: '100' } } })
const networks = Number(values.networks)
const server = await openBenchServer()
const url = server.urlOf(networks)
const admin = postgres(url, { max: 1, onnotice: () => {} })
const proxy = await startProxy(url)
const product = await startProduct(proxy.urlOf(url))
const subjects = await recordStatements({ admin, product, proxy })
if (process.env['SHOW']) for (const s of subjects.slice(0, 5)) console.log(s.figure, s.statement)
await measureWall(admin, url, subjects)
await product.stop(); await proxy.close(); await admin.end(); await server.stop()
