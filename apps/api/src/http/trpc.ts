import { fastifyTRPCPlugin, type FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify'
import type { TRPCError } from '@trpc/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import type { RequestContext } from '../rpc/context.ts'
import { type AppRouter, appRouter } from '../rpc/app-router.ts'
import { asAppError } from '../rpc/error-format.ts'
import { contextOf } from './context-of.ts'
import { guardCalls, mostCalls } from './guard-calls.ts'
import { addCookies, cookieLines } from './session.ts'
import { singleQuery } from './single-query.ts'

/** When to come again, where one of the calls found the server too busy. */
export function retryAfter(errors: readonly unknown[]): Record<string, string> {
  return errors.some(error => asAppError(error).body.appCode === 'BUSY') ? { 'retry-after': '2' } : {}
}

/** Mounts tRPC under /trpc. A change by cookie needs our own header, which no form of another site can send. */
export async function registerTrpc(
  app: FastifyInstance,
  deps: Deps,
  { isSecure }: { isSecure: boolean },
): Promise<void> {
  const contextFor = (request: FastifyRequest, reply: FastifyReply) =>
    contextOf(deps, request, tokens => addCookies(reply, cookieLines(app, isSecure, tokens)))
  const options: FastifyTRPCPluginOptions<AppRouter>['trpcOptions'] = {
    router: appRouter,
    createContext: ({ req, res }) => contextFor(req, res),
    maxBatchSize: mostCalls,
    responseMeta: ({ errors }) => ({ headers: { 'cache-control': 'no-store', ...retryAfter(errors) } }),
    onError: logUnknown,
  }
  function logUnknown({
    error,
    path,
    ctx,
  }: {
    error: TRPCError
    path: string | undefined
    ctx: RequestContext | undefined
  }): void {
    const known = asAppError(error)
    if (known.body.appCode === 'UNEXPECTED' || known.body.appCode === 'BUSY')
      deps.log.error({ err: error.cause ?? error, path, requestId: ctx?.requestId }, 'procedure failed')
  }
  await app.register(async scope => {
    scope.addHook('onRequest', guardCalls(deps))
    scope.addHook('preHandler', async (request, reply) => {
      const isForeign =
        request.headers['sec-fetch-site'] !== undefined &&
        !['same-origin', 'none'].includes(String(request.headers['sec-fetch-site']))
      const lacksHeader = request.method !== 'GET' && request.isByCookie && request.headers['x-fuqiao'] !== '1'
      if (isForeign || lacksHeader) return reply.code(403).send({ appCode: 'NOT_ALLOWED', params: {} })
    })
    scope.addHook('preHandler', singleQuery({ contextOf: contextFor, onError: logUnknown }))
    await scope.register(fastifyTRPCPlugin, { prefix: '/trpc', trpcOptions: options })
  })
}
