import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A call as it arrived. */
export type Called = { path: string; headers: Record<string, string | string[] | undefined>; body: string }

/** An endpoint of a test that keeps what it is told. */
export type WebhookSink = {
  called: Called[]
  url: string
  /** Answers with this from now on; `location` for a redirect. */
  answer(status: number, location?: string): void
  close(): Promise<void>
}

/** Opens an HTTP server on this machine. */
export async function openWebhookSink(): Promise<WebhookSink> {
  const called: Called[] = []
  let [status, location]: [number, string | undefined] = [204, undefined]
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      called.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
      response.writeHead(status, location ? { location } : {}).end()
    })
  })
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    called,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    answer(given, to) {
      ;[status, location] = [given, to]
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
      }),
  }
}
