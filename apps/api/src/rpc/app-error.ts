import { type ErrorBody, type ErrorCode, errorCodes } from '@fuqiao/contract'
import { TRPCError } from '@trpc/server'

/** An error a person can do something about: a code of the closed list, values for its message, codes by field. */
export class AppError extends TRPCError {
  readonly body: ErrorBody

  constructor(appCode: ErrorCode, params: Record<string, string | number> = {}, fields?: Record<string, string>) {
    super({ code: errorCodes[appCode], message: appCode })
    this.name = 'AppError'
    this.body = fields ? { appCode, params, fields } : { appCode, params }
  }
}

/** The row is not there, or not for this caller: one answer for both. */
export function notFound(): AppError {
  return new AppError('NOT_FOUND')
}
