import Fastify, { type FastifyInstance } from 'fastify'
import { randomUUID } from 'node:crypto'
import type { Deps } from './deps.ts'
import { registerClosing } from './http/closing.ts'
import { registerErrors } from './http/errors.ts'
import { failureForLog } from './http/failure-for-log.ts'
import { registerFiles } from './http/files.ts'
import { registerHealth } from './http/health.ts'
import { registerMetrics } from './http/metrics.ts'
import { registerSession, type SessionOptions } from './http/session.ts'
import { registerTrpc } from './http/trpc.ts'
import { registerWeb, type WebHandler } from './http/web.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** What the application works with; for those who run jobs beside it. */
    deps: Deps
  }
}

/** What the application is built from beside its dependencies. */
export type AppOptions = {
  deps: Omit<Deps, 'log' | 'signAccessToken'>
  session: SessionOptions
  /** The pages; absent in tests of the API alone. */
  web?: WebHandler
  trustProxy?: string | undefined
  logLevel?: string
}

/** Builds the application; listens to nothing. Tests use it as it is. */
export async function buildApp({
  deps: given,
  session,
  web,
  trustProxy,
  logLevel = 'info',
}: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    // Neither query strings nor headers are logged: they may carry names and tokens.
    logger:
      logLevel === 'silent'
        ? false
        : {
            level: logLevel,
            serializers: {
              req: (request: { method: string; url: string; id: string }) => ({
                method: request.method,
                path: request.url.split('?')[0],
                id: request.id,
              }),
              err: failureForLog,
            },
          },
    genReqId: () => randomUUID(),
    trustProxy: trustProxy ?? false,
    bodyLimit: 1024 * 1024,
    routerOptions: { maxParamLength: 2000 },
    forceCloseConnections: 'idle',
  })
  const deps: Deps = { ...given, log: app.log, signAccessToken: claims => app.jwt.sign(claims) }
  app.decorate('deps', deps)
  registerErrors(app)
  registerClosing(app)
  registerHealth(app, deps)
  registerMetrics(app)
  await registerSession(app, deps, session)
  registerFiles(app, deps)
  await registerTrpc(app, deps, session)
  if (web) await registerWeb(app, deps, { handler: web, isSecure: session.isSecure })
  return app
}
