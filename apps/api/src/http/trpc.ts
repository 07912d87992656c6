import { fastifyTRPCPlugin, type FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { type AppRouter, appRouter } from '../rpc/app-router.ts'
import { asAppError } from '../rpc/error-format.ts'
import { contextOf } from './context-of.ts'
import { addCookies, cookieLines } from './session.ts'

/** Mounts tRPC under /trpc. A change by cookie needs our own header, which no form of another site can send. */
export async function registerTrpc(app: FastifyInstance, deps: Deps, { isSecure }: { isSecure: boolean }): Promise<void> {
  const options: FastifyTRPCPluginOptions<AppRouter>['trpcOptions'] = {
    router: appRouter,
    createContext: ({ req, res }) => contextOf(deps, req, (tokens) => addCookies(res, cookieLines(app, isSecure, tokens))),
    maxBatchSize: 10,
    responseMeta: () => ({ headers: { 'cache-control': 'no-store' } }),
    onError({ error, path, ctx }) {
      const known = asAppError(error)
      if (known.body.appCode === 'UNEXPECTED' || known.body.appCode === 'BUSY') deps.log.error({ err: error.cause ?? error, path, requestId: ctx?.requestId }, 'procedure failed')
    },
  }
  await app.register(async (scope) => {
    scope.addHook('preHandler', async (request, reply) => {
      const isForeign = request.headers['sec-fetch-site'] !== undefined && !['same-origin', 'none'].includes(String(request.headers['sec-fetch-site']))
      const lacksHeader = request.method !== 'GET' && request.isByCookie && request.headers['x-fuqiao'] !== '1'
      if (isForeign || lacksHeader) return reply.code(403).send({ appCode: 'NOT_ALLOWED', params: {} })
    })
    await scope.register(fastifyTRPCPlugin, { prefix: '/trpc', trpcOptions: options })
  })
}
