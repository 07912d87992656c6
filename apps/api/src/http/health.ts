import type { FastifyInstance } from 'fastify'
import { isAnswering } from '@fuqiao/db'
import type { Deps } from '../deps.ts'

/** `/healthz`: the process answers. `/readyz`: it can serve, that is, the database answers and the process is not closing. */
export function registerHealth(app: FastifyInstance, deps: Deps): void {
  let isClosing = false
  app.addHook('preClose', async () => {
    isClosing = true
  })
  app.get('/healthz', { logLevel: 'silent' }, () => ({ ok: true }))
  app.get('/readyz', { logLevel: 'silent' }, async (_request, reply) => {
    const ready = !isClosing && (await isAnswering(deps.db))
    return reply.code(ready ? 200 : 503).send({ ok: ready })
  })
}
