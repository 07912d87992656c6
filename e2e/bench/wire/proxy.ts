import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { frontendReader } from './frontend-messages.ts'

/** A statement as a client executed it. */
export type Statement = { sql: string; params: (string | null)[] }

/** A statement, and on which of the connections, counted from their opening. */
export type Noted = Statement & { connection: number }

/** A TCP proxy before a PostgreSQL. */
export type Proxy = {
  /** The same URL, through the proxy. */
  urlOf(url: string): string
  /** Milliseconds that each chunk waits, in either direction. */
  delay: number
  /** The statements executed since the last call, in order, over all connections. */
  take(): Noted[]
  close(): Promise<void>
}

/** Starts a proxy before the PostgreSQL of `target` that can delay what passes, and notes the statements that do. */
export async function startProxy(target: string): Promise<Proxy> {
  const { hostname, port } = new URL(target)
  let taken: Noted[] = []
  let opened = 0
  const sockets = new Set<Socket>()
  const server = createServer(client => {
    const upstream = connect(Number(port || 5432), hostname)
    for (const socket of [client, upstream]) sockets.add(socket.setNoDelay(true))
    const connection = (opened += 1)
    client.on(
      'data',
      noteStatements(statement => taken.push({ ...statement, connection })),
    )
    pass(client, upstream, proxy)
    pass(upstream, client, proxy)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const own = String((server.address() as AddressInfo).port)
  const proxy: Proxy = {
    delay: 0,
    urlOf(url) {
      const through = new URL(url)
      through.hostname = '127.0.0.1'
      through.port = own
      return through.href
    },
    take() {
      const statements = taken
      taken = []
      return statements
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
  return proxy
}

/** Passes on chunk after chunk, each after the delay of its arrival; none overtakes another, since timers of one length end in order. */
function pass(from: Socket, to: Socket, proxy: { readonly delay: number }): void {
  const later = (work: () => void) => (proxy.delay === 0 ? work() : setTimeout(work, proxy.delay))
  from.on('data', chunk => later(() => to.write(chunk)))
  from.on('end', () => later(() => to.end()))
  // one side's break is the other's end; the client says what it makes of it
  from.on('error', () => to.destroy())
}

function noteStatements(note: (statement: Statement) => void): (chunk: Buffer) => void {
  const prepared = new Map<string, string>()
  return frontendReader(message => {
    if (message.kind === 'parse') prepared.set(message.name, message.sql)
    else if (message.kind === 'query') note({ sql: message.sql, params: [] })
    else note({ sql: prepared.get(message.name) ?? '', params: message.params })
  })
}
