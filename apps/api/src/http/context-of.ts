import type { FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import type { RequestContext } from '../rpc/context.ts'

/** The context of one request: a verified claim of a session, or none, and how its cookies are set. */
export function contextOf(
  deps: Deps,
  request: FastifyRequest,
  setSession: RequestContext['setSession'],
): RequestContext {
  return {
    deps,
    sessionId: request.sessionId,
    requestId: request.id,
    address: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 200),
    setSession,
  }
}
