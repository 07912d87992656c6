/** What went wrong in a call to the API, told apart from faults nobody foresaw. */
export interface Failure {
  /** HTTP status of the page. */
  status: number;
  /** Closed error code of the API, or the transport's own code when it has none. */
  code: string;
  params: Record<string, string | number>;
  /** Error code or words per input field. */
  fields: Record<string, string>;
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
};

/** The app code where the API's own code is the transport's: one sentence for each in the catalogue. */
const GENERAL: Record<string, string> = { UNAUTHORIZED: 'UNAUTHENTICATED', PARSE_ERROR: 'BAD_REQUEST' };

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function words(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(record(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function params(value: unknown): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(record(value)).filter((entry): entry is [string, string | number] => ['string', 'number'].includes(typeof entry[1])),
  );
}

/** Fields named by a schema that refused the call's input: the form let through what the API does not take. */
function refusedFields(issues: unknown): Record<string, string> {
  if (!Array.isArray(issues)) return {};
  return Object.fromEntries(issues.map((issue) => [String([record(issue).path].flat()[0] ?? ''), 'field_invalid']));
}

/**
 * Reads an error thrown by the API: in process (`cause` is the app error) or over HTTP (`data.appCode`).
 * Null for anything else, and for the API's own faults (5xx), which belong to the error page and the log.
 */
export function failureOf(thrown: unknown): Failure | null {
  const error = record(thrown);
  const data = record(error.data);
  const cause = record(error.cause);
  const transport = typeof error.code === 'string' ? error.code : String(data.code ?? '');
  const status = STATUS[transport];
  if (status === undefined) return null;
  const app = typeof data.appCode === 'string' ? data : cause;
  const code = data.appCode ?? cause.code;
  return {
    status,
    code: typeof code === 'string' ? code : (GENERAL[transport] ?? transport),
    params: params(app.params),
    fields: { ...refusedFields(cause.issues), ...words(app.fields) },
  };
}
