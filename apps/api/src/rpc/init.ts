import type { ActionOf, SubjectName } from '@fuqiao/access'
import { initTRPC } from '@trpc/server'
import type { RequestContext } from './context.ts'
import { asAppError } from './error-format.ts'

/** What a procedure asks of its caller; the walk over all procedures fails on one without it. */
export type ProcedureMeta =
  { can: { [S in SubjectName]: readonly [ActionOf<S>, S] }[SubjectName] } | { public: string } | { signedIn: string }

/** tRPC, made once. */
export const trpc = initTRPC
  .context<RequestContext>()
  .meta<ProcedureMeta>()
  .create({
    sse: {
      ping: { enabled: true, intervalMs: 15_000 },
      client: { reconnectAfterInactivityMs: 40_000 },
      maxDurationMs: 10 * 60_000,
    },
    errorFormatter({ shape, error }) {
      const known = asAppError(error)
      return {
        message: known.body.appCode,
        code: shape.code,
        data: { code: known.code, httpStatus: statusOf(known.code), ...known.body },
      }
    },
  })

const statuses: Record<string, number> = {
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_REQUEST: 400,
  CONFLICT: 409,
  PRECONDITION_FAILED: 412,
  TOO_MANY_REQUESTS: 429,
  SERVICE_UNAVAILABLE: 503,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  UNPROCESSABLE_CONTENT: 422,
}

/** HTTP status of a tRPC error code of ours. */
export function statusOf(code: string): number {
  return statuses[code] ?? 500
}
