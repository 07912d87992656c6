import { callTRPCProcedure, getErrorShape, getTRPCErrorFromUnknown } from '@trpc/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { appRouter } from '../rpc/app-router.ts'
import type { RequestContext } from '../rpc/context.ts'
import { asAppError } from '../rpc/error-format.ts'
import { statusOf } from '../rpc/init.ts'

type Procedures = Record<string, { _def: { type: string } } | undefined>

/** Answers one query by its context. */
export type SingleQueryOptions = {
  contextOf(request: FastifyRequest, reply: FastifyReply): RequestContext
  onError(failure: { error: ReturnType<typeof getTRPCErrorFromUnknown>; path: string; ctx: RequestContext }): void
}

/**
 * A way past tRPC's adapter for what most requests are: a GET of one query, answered in one piece. The adapter makes a web Request and a stream of
 * each, which costs more than the query does; the procedure, its checks and the answer's shape are the same. Batches, subscriptions, changes and
 * whatever else is not plainly such a query are left to the adapter.
 */
export function singleQuery({ contextOf, onError }: SingleQueryOptions) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const { path } = request.params as { path?: string }
    if (path === undefined || !isPlain(request, path)) return undefined
    const input = inputOf(request)
    if (input === unreadable) return undefined
    const ctx = contextOf(request, reply)
    void reply.header('cache-control', 'no-store').header('vary', 'trpc-accept, accept').type('application/json')
    try {
      const data: unknown = await callTRPCProcedure({
        router: appRouter,
        path,
        type: 'query',
        ctx,
        getRawInput: async () => input,
        signal: undefined,
        batchIndex: 0,
      })
      return await reply.send(JSON.stringify({ result: { data } }))
    } catch (cause) {
      const error = getTRPCErrorFromUnknown(cause)
      onError({ error, path, ctx })
      const shape = getErrorShape({ config: appRouter._def._config, error, type: 'query', path, input, ctx })
      const { code, body } = asAppError(error)
      if (body.appCode === 'BUSY') void reply.header('retry-after', '2')
      return reply.code(statusOf(code)).send(JSON.stringify({ error: shape }))
    }
  }
}

function isPlain({ method, headers, query }: FastifyRequest, path: string): boolean {
  const procedure = Object.hasOwn(appRouter._def.procedures, path)
    ? (appRouter._def.procedures as unknown as Procedures)[path]
    : undefined
  if (method !== 'GET' || procedure?._def.type !== 'query') return false
  return (
    !('batch' in (query as object)) &&
    headers['trpc-accept'] === undefined &&
    headers['content-type']?.startsWith('application/json') !== false
  )
}

const unreadable = Symbol('unreadable')

function inputOf({ query }: FastifyRequest): unknown {
  const { input } = query as { input?: unknown }
  if (input === undefined) return undefined
  if (typeof input !== 'string') return unreadable
  try {
    return JSON.parse(input) as unknown
  } catch {
    // the adapter has the words for it
    return unreadable
  }
}
