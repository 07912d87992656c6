import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A way to the database that counts how often the client waits for it. */
export type CountingProxy = { port: number; reset(): void; roundTrips(): number; close(): Promise<void> }

/**
 * Passes bytes on, each way after a delay that is long against everything that happens in one process: what the client sends before an answer has
 * reached it is one round trip, however many statements it is.
 */
export async function countingProxy({
  host,
  port,
  delayMs = 15,
}: {
  host: string
  port: number
  delayMs?: number
}): Promise<CountingProxy> {
  const open = new Set<Socket>()
  let count = 0
  const server = createServer(client => {
    const upstream = connect(port, host)
    for (const socket of [client, upstream]) open.add(socket.setNoDelay(true).on('error', () => {}))
    let hasHeard = true
    client.on('data', bytes => {
      if (hasHeard) count += 1
      hasHeard = false
      setTimeout(() => upstream.write(bytes), delayMs)
    })
    upstream.on('data', bytes =>
      setTimeout(() => {
        hasHeard = true
        client.write(bytes)
      }, delayMs),
    )
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    reset: () => {
      count = 0
    },
    roundTrips: () => count,
    close: () => {
      for (const socket of open) socket.destroy()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}
