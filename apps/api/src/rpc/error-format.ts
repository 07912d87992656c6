import type { ErrorBody } from '@fuqiao/contract'
import { SessionNotLive, TransactionOver } from '@fuqiao/db'
import { TRPCError } from '@trpc/server'
import { ZodError } from 'zod'
import { AppError } from './app-error.ts'

/** PostgreSQL's SQLSTATE of a failure, however deep the driver and the query builder wrapped it. */
export function sqlStateOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = (at as { code?: unknown }).code
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code
  }
  return undefined
}

// Connection failures, too many connections, shutdown, statement timeout, lock not available, deadlock, serialization.
const busyStates = /^(08|53|57P|57014|55P03|40P01|40001)/
const busyDriverCodes = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
])

/** What the triggers around a merged organisation raise, whatever hand comes to it. */
const mergedState = 'FQ003'

function isBusy(error: unknown): boolean {
  const state = sqlStateOf(error)
  if (state && busyStates.test(state)) return true
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof TransactionOver || busyDriverCodes.has(String((at as { code?: unknown }).code))) return true
  }
  return false
}

function fieldsOf(error: ZodError): Record<string, string> {
  return Object.fromEntries(
    error.issues.map(issue => [
      issue.path.join('.') || 'input',
      issue.message.startsWith('INPUT_') ? issue.message : issue.code,
    ]),
  )
}

/** Turns whatever was thrown into an error of the closed list. What is not known becomes UNEXPECTED; its cause stays for the log. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof SessionNotLive) return new AppError('NOT_SIGNED_IN')
  if (error instanceof ZodError) return new AppError('INPUT_INVALID', {}, fieldsOf(error))
  if (error instanceof TRPCError) {
    if (error.cause instanceof AppError) return error.cause
    if (error.code === 'BAD_REQUEST')
      return new AppError('INPUT_INVALID', {}, error.cause instanceof ZodError ? fieldsOf(error.cause) : undefined)
    if (error.code === 'NOT_FOUND') return new AppError('NOT_FOUND')
    if (error.code === 'UNAUTHORIZED') return new AppError('NOT_SIGNED_IN')
    if (error.cause instanceof SessionNotLive) return new AppError('NOT_SIGNED_IN')
  }
  if (sqlStateOf(error) === mergedState) return new AppError('ORGANISATION_MERGED')
  return new AppError(isBusy(error) ? 'BUSY' : 'UNEXPECTED')
}

/** The body that travels: see `ErrorBody`. */
export function errorBody(error: unknown): ErrorBody {
  return asAppError(error).body
}
