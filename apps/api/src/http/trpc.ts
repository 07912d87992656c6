import { fastifyTRPCPlugin, type FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { type AppRouter, appRouter } from '../rpc/app-router.ts'
import type { RequestContext } from '../rpc/context.ts'
import { asAppError } from '../rpc/error-format.ts'

/** The context of one request: a verified claim of a session, or none. */
export function contextOf(deps: Deps, request: FastifyRequest): RequestContext {
  return { deps, sessionId: request.sessionId, requestId: request.id, address: request.ip, userAgent: (request.headers['user-agent'] ?? '').slice(0, 200) }
}

/** Mounts tRPC under /trpc. */
export async function registerTrpc(app: FastifyInstance, deps: Deps): Promise<void> {
  const options: FastifyTRPCPluginOptions<AppRouter>['trpcOptions'] = {
    router: appRouter,
    createContext: ({ req }) => contextOf(deps, req),
    maxBatchSize: 10,
    responseMeta: () => ({ headers: { 'cache-control': 'no-store' } }),
    onError({ error, path, ctx }) {
      const known = asAppError(error)
      if (known.body.appCode === 'UNEXPECTED' || known.body.appCode === 'BUSY') deps.log.error({ err: error.cause ?? error, path, requestId: ctx?.requestId }, 'procedure failed')
    },
  }
  await app.register(fastifyTRPCPlugin, { prefix: '/trpc', trpcOptions: options })
}
