import type { FastifyInstance } from 'fastify'
import type { ServerResponse } from 'node:http'
import type { Deps } from '../deps.ts'
import type { SessionTokens } from './web.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Session id of a verified access token; null when there is none. Whether the session lives is the database's word. */
    sessionId: string | null
    /** Sets or clears the cookies of a session on a raw answer. */
    writeSessionCookies(response: ServerResponse, tokens: SessionTokens | null): void
  }
}

export type SessionOptions = { privatePem: string; publicPem: string; isSecure: boolean }

export async function registerSession(app: FastifyInstance, _deps: Deps, _options: SessionOptions): Promise<void> {
  app.decorateRequest('sessionId', null)
}
