import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { type ApiCaller, createCaller } from '../rpc/app-router.ts'
import { contextOf } from './trpc.ts'

/** The built (or, in development, Vite's) handler of the pages. */
export type WebHandler = (request: IncomingMessage, response: ServerResponse, next?: () => void) => void

/** What the pages find of the present request: the API without HTTP in between, and ways to set its cookies. */
export type PageRequest = {
  api: ApiCaller
  hasSession: boolean
  requestId: string
  /** Cookies of the session as the identity's slice sets them; pages hand over what a sign-in or a switch answered. */
  setSession(tokens: SessionTokens | null): void
}

/** Answer of a sign-in, a switch or a refresh. */
export type SessionTokens = { accessToken: string; refreshToken: string; refreshUntil: Date }

const storeKey = Symbol.for('fuqiao.request')
const globals = globalThis as unknown as Record<symbol, AsyncLocalStorage<PageRequest> | undefined>

/** One store for the built pages and for Vite's: both are loaded beside this module, neither by it. */
export const requestStore = (globals[storeKey] ??= new AsyncLocalStorage<PageRequest>())

/** Mounts the pages on every path that is not the API's. SvelteKit reads the raw request, so Fastify must leave the body alone. */
export async function registerWeb(app: FastifyInstance, deps: Deps, handler: WebHandler): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    const serve = (request: FastifyRequest, reply: FastifyReply) => {
      for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value)
      reply.hijack()
      // adapter-node assumes https unless told, and then refuses form posts on http as coming from another site.
      request.raw.headers['x-forwarded-proto'] = request.protocol
      const page: PageRequest = {
        api: createCaller(contextOf(deps, request)),
        hasSession: request.sessionId !== null,
        requestId: request.id,
        setSession: (tokens) => request.writeSessionCookies(reply.raw, tokens),
      }
      requestStore.run(page, () => handler(request.raw, reply.raw))
    }
    scope.route({ method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'], url: '/*', handler: serve })
  })
}
