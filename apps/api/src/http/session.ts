import cookie from '@fastify/cookie'
import jwt from '@fastify/jwt'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { refreshTokens, sessionTerms } from '../features/identity/index.ts'
import type { SessionTokens } from '../rpc/context.ts'
import { rememberVerified } from './verified-tokens.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Session id of a verified access token; null when there is none. Whether the session lives is the database's word. */
    sessionId: string | null
    /** The session's claim came by cookie, so a change needs our own header beside it. */
    isByCookie: boolean
    /** Why a session that ran out could not be renewed, where a page says so itself; null otherwise. */
    sessionFailure: Error | null
  }
  interface FastifyContextConfig {
    /** Serves a page, which says in its own words what went wrong. */
    isPage?: boolean
  }
}

declare module '@fastify/jwt' {
  interface FastifyJWT {
    payload: { sub: string; sid: string; jti: string }
  }
}

/** Keys and place of the tokens. */
export type SessionOptions = {
  /** Ed25519 key pair, PEM. */
  privatePem: string
  publicPem: string
  /** The site is reached by https: cookies are Secure and carry the __Host- prefix. */
  isSecure: boolean
}

const issuer = 'fuqiao'
const audience = 'fuqiao-api'
const skewSeconds = 60

// The library lets pass: an audience that is an array with ours in it, iat in the future, exp years ahead, a subject that is no text.
const claims = z.object({
  iss: z.literal(issuer),
  aud: z.literal(audience),
  sub: z.uuid(),
  sid: z.uuid(),
  jti: z.uuid(),
  iat: z.int(),
  exp: z.int(),
})

/** Whether a token of these instants holds now: issued, not yet over, and no longer-lived than we make them. */
function isTimely({ iat, exp }: { iat: number; exp: number }, nowSeconds: number): boolean {
  return iat <= nowSeconds + skewSeconds && nowSeconds < exp && exp - iat <= sessionTerms.accessToken / 1000
}

/** Names and attributes of the two cookies. */
export function sessionCookies(isSecure: boolean) {
  const prefix = isSecure ? '__Host-' : ''
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax' as const, secure: isSecure }
  return { access: `${prefix}fuqiao-access`, refresh: `${prefix}fuqiao-refresh`, attributes }
}

/** `Set-Cookie` values that set, or with null clear, a session. */
export function cookieLines(app: FastifyInstance, isSecure: boolean, tokens: SessionTokens | null): string[] {
  const { access, refresh, attributes } = sessionCookies(isSecure)
  if (!tokens) return [access, refresh].map(name => app.serializeCookie(name, '', { ...attributes, maxAge: 0 }))
  return [
    app.serializeCookie(access, tokens.accessToken, { ...attributes, maxAge: sessionTerms.accessToken / 1000 }),
    app.serializeCookie(refresh, tokens.refreshToken, { ...attributes, maxAge: sessionTerms.idle / 1000 }),
  ]
}

/** Adds `Set-Cookie` lines to an answer, whoever writes it in the end. */
export function addCookies(reply: FastifyReply, lines: string[]): void {
  const present = reply.getHeader('set-cookie')
  const before = present === undefined ? [] : Array.isArray(present) ? present : [String(present)]
  void reply.removeHeader('set-cookie').header('set-cookie', [...before, ...lines])
}

function accessTokenOf(
  request: FastifyRequest,
  cookieName: string,
): { token: string | undefined; isByCookie: boolean } {
  const header = request.headers.authorization
  if (header !== undefined) return { token: header.startsWith('Bearer ') ? header.slice(7) : '', isByCookie: false }
  return { token: request.cookies[cookieName], isByCookie: true }
}

/** What was thrown, as an error. */
export const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)))

/**
 * Tells of each request whose session it claims: a strict EdDSA access token from the Authorization header or the cookie; a cookie whose access token
 * ran out is renewed on the way by its refresh token.
 */
export async function registerSession(
  app: FastifyInstance,
  deps: Deps,
  { privatePem, publicPem, isSecure }: SessionOptions,
): Promise<void> {
  await app.register(cookie)
  // A token's signature is checked once while it is remembered, its times at each request; whether the session lives is the database's word.
  // Times as text: numbers would be taken for seconds in one place and milliseconds in another.
  await app.register(jwt, {
    secret: { private: privatePem, public: publicPem },
    sign: {
      algorithm: 'EdDSA',
      iss: issuer,
      aud: audience,
      expiresIn: `${sessionTerms.accessToken}ms`,
      header: { alg: 'EdDSA', typ: 'at+jwt' },
    },
    verify: {
      algorithms: ['EdDSA'],
      allowedIss: issuer,
      allowedAud: audience,
      requiredClaims: ['exp', 'iat', 'sub', 'jti', 'sid'],
      checkTyp: 'at+jwt',
      maxAge: `${sessionTerms.accessToken}ms`,
    },
  })
  const cookies = sessionCookies(isSecure)
  app.decorateRequest('sessionId', null)
  app.decorateRequest('isByCookie', false)
  app.decorateRequest('sessionFailure', null)

  const tokens = rememberVerified({ verify: token => claims.parse(app.jwt.verify(token)), isTimely })
  const verified = (token: string | undefined): string | null =>
    token ? (tokens.claimsOf(token, Date.now() / 1000)?.sid ?? null) : null

  app.addHook('onRequest', async (request, reply) => {
    const { token, isByCookie } = accessTokenOf(request, cookies.access)
    request.isByCookie = isByCookie
    request.sessionId = verified(token)
    const refresh = request.cookies[cookies.refresh]
    if (request.sessionId || !isByCookie || !refresh || refresh.length > 100) return
    let refreshed: Awaited<ReturnType<typeof refreshTokens>>
    try {
      refreshed = await refreshTokens(deps, refresh)
    } catch (error) {
      // The cookies stay: who could not be looked up is not signed out.
      if (!request.routeOptions.config.isPage) throw error
      request.sessionFailure = asError(error)
      return
    }
    if (refreshed) request.sessionId = refreshed.sessionId
    addCookies(reply, cookieLines(app, isSecure, refreshed?.tokens ?? null))
  })
}
