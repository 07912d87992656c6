import type { FastifyInstance } from 'fastify'
import type { ServerResponse } from 'node:http'

/**
 * How the server lets go of its connections when it closes: a request that has begun is answered first and its connection closed then, although the
 * browser would keep it; a live stream, which has no end, is cut off: its page asks again, as it would not if it were told that the stream is over.
 */
export function registerClosing(app: FastifyInstance): void {
  const underWay = new Set<ServerResponse>()
  app.addHook('onRequest', async (_request, { raw }) => {
    underWay.add(raw)
    raw.once('close', () => underWay.delete(raw))
  })
  app.addHook('preClose', async () => {
    for (const answer of underWay) {
      const { socket } = answer
      if (String(answer.getHeader('content-type')).startsWith('text/event-stream')) answer.destroy()
      else answer.once('finish', () => socket?.end())
    }
  })
}
