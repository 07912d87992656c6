import { sqlStateOf } from '../rpc/error-format.ts'

/** What the log keeps of a failure. */
export type LoggedFailure = {
  type: string
  message: string
  /** PostgreSQL's SQLSTATE. */
  sqlState?: string
  /** The statement with its placeholders, cut. */
  statement?: string
  /** The constraint that was hit. */
  constraint?: string
  stack: string
}

const longestStatement = 600

/** The first value of a name in an error and its causes. */
function textIn(error: unknown, name: string): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const value = (at as unknown as Record<string, unknown>)[name]
    if (typeof value === 'string') return value
  }
  return undefined
}

/**
 * A failure without personal data: what the database and its driver say of a failed statement repeats the values that were sent (names,
 * telephones, words of a referral), so of those only the statement with its placeholders, the state and the constraint are kept.
 */
export function failureForLog(error: unknown): LoggedFailure {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' }
  const statement = textIn(error, 'query')?.slice(0, longestStatement)
  const sqlState = sqlStateOf(error)
  const isOfDatabase = statement !== undefined || sqlState !== undefined
  const constraint = textIn(error, 'constraint_name')
  return {
    type: error.name,
    message: isOfDatabase ? 'a statement failed' : error.message,
    ...(sqlState === undefined ? {} : { sqlState }),
    ...(statement === undefined ? {} : { statement }),
    ...(constraint === undefined ? {} : { constraint }),
    // The stack repeats the message before its first frame.
    stack: (error.stack ?? '')
      .split('\n')
      .filter(line => /^\s+at /.test(line))
      .join('\n'),
  }
}
