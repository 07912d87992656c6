import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { asAppError } from '../rpc/error-format.ts'
import { type ApiCaller, type ApiOutputs, createCaller } from '../rpc/app-router.ts'
import { contextOf } from './context-of.ts'
import { asError, cookieLines } from './session.ts'

/** The built (or, in development, Vite's) handler of the pages. */
export type WebHandler = (request: IncomingMessage, response: ServerResponse, next?: () => void) => void

/** Who is signed in, for the pages' frame: the answer of `identity.me`. */
export type SessionView = ApiOutputs['identity']['me']

/** What the pages find of the present request: the API without HTTP in between, who asks, the instant it is by the server's one clock, and the cookies its procedures asked for. */
export type PageRequest = {
  api: ApiCaller
  session: SessionView | null
  /** Why nobody knows who asks, when that could not be looked up; null otherwise. Whoever is signed in then still is. */
  failure: Error | null
  now: string
  /** Where the live updates were before anything was read for this request. */
  liveMark: string
  requestId: string
  setCookies: string[]
}

const storeKey = Symbol.for('fuqiao.request')
const globals = globalThis as unknown as Record<symbol, AsyncLocalStorage<PageRequest> | undefined>

/** One store for the built pages and for Vite's: both are loaded beside this module, neither by it. */
export const requestStore = (globals[storeKey] ??= new AsyncLocalStorage<PageRequest>())

/** Cookies already on the answer stay when the pages set theirs. */
function keepCookies(response: ServerResponse): void {
  const setHeader = response.setHeader.bind(response)
  response.setHeader = (name, value) => {
    if (name.toLowerCase() !== 'set-cookie') return setHeader(name, value)
    const before = [response.getHeader('set-cookie') ?? []].flat().map(String)
    const now = [value].flat().map(String)
    return setHeader(name, [...before, ...now.filter(line => !before.includes(line))])
  }
}

async function pageRequest(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest,
  isSecure: boolean,
): Promise<PageRequest> {
  const setCookies: string[] = []
  const liveMark = deps.live.mark()
  const api = createCaller(contextOf(deps, request, tokens => setCookies.push(...cookieLines(app, isSecure, tokens))))
  const isAsset = request.url.startsWith('/_app/')
  const found = request.sessionId && !isAsset ? await whoAsks(api) : { session: null, failure: request.sessionFailure }
  return { api, ...found, now: deps.now().toISOString(), liveMark, requestId: request.id, setCookies }
}

async function whoAsks(api: ApiCaller): Promise<Pick<PageRequest, 'session' | 'failure'>> {
  try {
    return { session: await api.identity.me(), failure: null }
  } catch (error) {
    const isOver = asAppError(error).body.appCode === 'NOT_SIGNED_IN'
    return { session: null, failure: isOver ? null : asError(error) }
  }
}

/** Bytes that somebody without a session may send: the forms they have are sign-in and the check of a letter. */
const strangersBytes = 64 * 1024

/** Whether a body is larger than its sender may send, or of a size not told. The pages read a form into memory; whoever is signed in has the forms' own limits. */
function isTooLarge({ headers, sessionId }: FastifyRequest): boolean {
  if (sessionId !== null) return false
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > strangersBytes
}

/** Mounts the pages on every path that is not the API's. SvelteKit reads the raw request, so Fastify must leave the body alone. */
export async function registerWeb(
  app: FastifyInstance,
  deps: Deps,
  { handler, isSecure }: { handler: WebHandler; isSecure: boolean },
): Promise<void> {
  await app.register(async scope => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    const serve = async (request: FastifyRequest, reply: FastifyReply) => {
      if (isTooLarge(request))
        return reply.code(413).header('connection', 'close').send({ appCode: 'INPUT_INVALID', params: {} })
      const page = await pageRequest(app, deps, request, isSecure)
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) reply.raw.setHeader(name, value)
      keepCookies(reply.raw)
      reply.hijack()
      // adapter-node assumes https unless told, and then refuses form posts on http as coming from another site.
      request.raw.headers['x-forwarded-proto'] = request.protocol
      requestStore.run(page, () => handler(request.raw, reply.raw))
    }
    scope.route({
      method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      url: '/*',
      config: { isPage: true },
      handler: serve,
    })
  })
}
