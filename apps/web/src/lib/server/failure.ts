/** What went wrong in a call to the API, told apart from faults nobody foresaw. */
export interface Failure {
  /** HTTP status of the page. */
  status: number
  /** Closed error code of the API, or the transport's own code when it has none. */
  code: string
  params: Record<string, string | number>
  /** Error code or words per input field. */
  fields: Record<string, string>
}

const STATUS: Record<string, number> = {
  BAD_REQUEST: 400,
  PARSE_ERROR: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_SUPPORTED: 405,
  TIMEOUT: 408,
  CONFLICT: 409,
  PRECONDITION_FAILED: 412,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  UNPROCESSABLE_CONTENT: 422,
  PRECONDITION_REQUIRED: 428,
  TOO_MANY_REQUESTS: 429,
  SERVICE_UNAVAILABLE: 503,
}

/** The app code where the API gave none: one sentence for each in the catalogue. */
const GENERAL: Record<string, string> = {
  BAD_REQUEST: 'INPUT_INVALID',
  PARSE_ERROR: 'INPUT_INVALID',
  UNAUTHORIZED: 'NOT_SIGNED_IN',
  FORBIDDEN: 'NOT_ALLOWED',
  CONFLICT: 'VERSION_CONFLICT',
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function words(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

function params(value: unknown): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(record(value)).filter((entry): entry is [string, string | number] =>
      ['string', 'number'].includes(typeof entry[1]),
    ),
  )
}

/**
 * Reads an error thrown by the API: in process (its `body`) or over HTTP (its `data`).
 * Null for anything else, and for the API's own faults (500), which belong to the error page and the log.
 */
export function failureOf(thrown: unknown): Failure | null {
  const error = record(thrown)
  const body =
    [error.body, error.data, record(error.cause).body].map(record).find(({ appCode }) => typeof appCode === 'string') ??
    {}
  const transport = [error.code, record(error.data).code].find(code => typeof code === 'string')
  const status = transport === undefined ? undefined : STATUS[transport]
  if (transport === undefined || status === undefined) return null
  return {
    status,
    code: typeof body.appCode === 'string' ? body.appCode : (GENERAL[transport] ?? transport),
    params: params(body.params),
    fields: words(body.fields),
  }
}
