import { SessionNotLive, withSession } from '@fuqiao/db'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { appRouter } from '../rpc/app-router.ts'

/** Calls that one request may carry. */
export const mostCalls = 10

type Kind = 'query' | 'mutation' | 'subscription'
const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: Kind } } | undefined>
const kindOf = (name: string): Kind | undefined =>
  Object.hasOwn(procedures, name) ? procedures[name]?._def.type : undefined

/** HTTP status of a request that no procedure can take; null when one might. */
function misfit({ method, headers, params }: FastifyRequest): 400 | 405 | 415 | null {
  const names = ((params as { path?: string }).path ?? '').split(',')
  if (names.length > mostCalls) return 400
  if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') return 405
  const isChange = method === 'POST'
  const fits = names.every(name => kindOf(name) === undefined || (kindOf(name) === 'mutation') === isChange)
  if (!fits) return 405
  const mediaType = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  return isChange && mediaType !== 'application/json' ? 415 : null
}

async function isLive(deps: Deps, sessionId: string | null): Promise<boolean> {
  if (sessionId === null) return false
  return withSession(deps.db, { sessionId, now: deps.now(), readOnly: true }, async () => true).catch(
    (error: unknown) => {
      if (error instanceof SessionNotLive) return false
      throw error
    },
  )
}

/**
 * Turns away, before a byte of the body is read, what the procedures have no ear for: other methods, other media types (a form or a stream would be
 * kept in memory without a bound), too many calls at once. A stream of live events has its status line before its first word, so whoever asks for one
 * without a session is told here.
 */
export function guardCalls(deps: Deps) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const status = misfit(request)
    if (status !== null) return reply.code(status).send({ appCode: 'INPUT_INVALID', params: {} })
    const { path } = request.params as { path?: string }
    if (path === undefined || kindOf(path) !== 'subscription' || (await isLive(deps, request.sessionId)))
      return undefined
    return reply.code(401).send({ appCode: 'NOT_SIGNED_IN', params: {} })
  }
}
