import { agreementErrorCodes } from './agreement-errors.ts'
import { enquiryErrorCodes } from './enquiry-errors.ts'
import { incubationErrorCodes } from './incubation-errors.ts'
import { panelErrorCodes } from './panel-errors.ts'
import { filingErrorCodes } from './filing-errors.ts'
import { meetingErrorCodes } from './meeting-errors.ts'
import { targetErrorCodes } from './target-errors.ts'
import { guidanceErrorCodes } from './guidance-errors.ts'
import { operatorErrorCodes } from './operator-errors.ts'
import { peopleErrorCodes } from './people-errors.ts'
import { referralErrorCodes } from './referral-errors.ts'
import { referralRequestErrorCodes } from './referral-request-errors.ts'
import { reportErrorCodes } from './report-errors.ts'
import { rulesErrorCodes } from './rules-errors.ts'

/** tRPC's code (and so the HTTP status) of each error of the product. The list is closed: a code not here does not leave the server. */
export const errorCodes = {
  /** No session, or one that ended. 401 */
  NOT_SIGNED_IN: 'UNAUTHORIZED',
  /** Login name or password do not match; says nothing about which. 401 */
  SIGN_IN_FAILED: 'UNAUTHORIZED',
  /** Too many failed sign-ins from here; `seconds` until the next try. 429 */
  SIGN_IN_THROTTLED: 'TOO_MANY_REQUESTS',
  ...peopleErrorCodes,
  /** Too many requests; `seconds` until the next. 429 */
  TOO_MANY_REQUESTS: 'TOO_MANY_REQUESTS',
  /** This installation has no mail server. 412 */
  MAIL_OFF: 'PRECONDITION_FAILED',
  /** The mailed code is another; `left` tries are left. 422 */
  MAIL_CODE_WRONG: 'UNPROCESSABLE_CONTENT',
  /** No code is open: its time or its tries are over, or it was used. 412 */
  MAIL_CODE_ENDED: 'PRECONDITION_FAILED',
  /** The acting tenant is suspended, merged or closed. 403 */
  TENANT_NOT_ACTIVE: 'FORBIDDEN',
  /** The row does not exist, or stands behind the wall: the answer is the same. 404 */
  NOT_FOUND: 'NOT_FOUND',
  /** The person may see the row but not do this to it. 403 */
  NOT_ALLOWED: 'FORBIDDEN',
  /** The input does not fit; `fields` names each one. 400 */
  INPUT_INVALID: 'BAD_REQUEST',
  /** Someone changed the row meanwhile; `version` and, where it has one, `state` say what it is now; `of`: of what, unless it is a referral. 409 */
  VERSION_CONFLICT: 'CONFLICT',
  /** The request key was used for another request. 409 */
  KEY_REUSED: 'CONFLICT',
  /** The deadline would fall in `year`, whose working-day calendar is not loaded. 412 */
  CALENDAR_NOT_LOADED: 'PRECONDITION_FAILED',
  /** A year's list follows the last loaded year (`next`), or takes the place of a loaded one. 422 */
  CALENDAR_YEAR_NOT_NEXT: 'UNPROCESSABLE_CONTENT',
  /** The list is the one that is in force for `year`. 409 */
  CALENDAR_UNCHANGED: 'CONFLICT',
  /** The file is no list of days that we can read. 422 */
  CALENDAR_FILE_UNREADABLE: 'UNPROCESSABLE_CONTENT',
  /** What the list would move is not reckoned yet. 409 */
  CALENDAR_NOT_TRIED: 'CONFLICT',
  /** Another list came into force since this one was proposed: it is to be proposed again. 409 */
  CALENDAR_CHANGED: 'CONFLICT',
  /** The due dates of the list before are still moving. 409 */
  CALENDAR_MOVING: 'CONFLICT',
  /** The credit code fails the check of GB 32100-2015 (`reason`) and no reason for keeping it was given. 422 */
  CREDIT_CODE_DOUBTFUL: 'UNPROCESSABLE_CONTENT',
  /** Organisations in sight look the same (`found`) and the officer has not answered. 409 */
  POSSIBLE_DUPLICATES: 'CONFLICT',
  /** The activity was taken back and is changed no more. 409 */
  ACTIVITY_VOID: 'CONFLICT',
  /** The organisation was merged into another: it is kept as history, and nothing is begun or written for it. 409 */
  ORGANISATION_MERGED: 'CONFLICT',
  /** Of either organisation something is under way: `referrals`, `enquiries`, and marks of batches that were not begun (`marked`). 409 */
  ORGANISATION_UNDER_WAY: 'CONFLICT',
  /** An organisation is not merged into itself. 422 */
  ORGANISATION_SURVIVOR_NOT_FIT: 'UNPROCESSABLE_CONTENT',
  /** The file is larger than `megabytes`. 413 */
  FILE_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  /** The file is of none of the kinds taken (`kinds`), whatever its name says. 415 */
  FILE_KIND_REFUSED: 'UNSUPPORTED_MEDIA_TYPE',
  /** The workbook cannot be read: damaged, not an Excel file, or built to exhaust the reader. 422 */
  WORKBOOK_UNREADABLE: 'UNPROCESSABLE_CONTENT',
  /** The workbook has more than `most` rows. 413 */
  WORKBOOK_TOO_MANY_ROWS: 'PAYLOAD_TOO_LARGE',
  /** The workbook lacks columns of the template (`columns`). 422 */
  WORKBOOK_COLUMNS_MISSING: 'UNPROCESSABLE_CONTENT',
  /** The workbook has no row to import. 422 */
  WORKBOOK_EMPTY: 'UNPROCESSABLE_CONTENT',
  /** The person has exported `most` times within a day. 429 */
  EXPORT_QUOTA: 'TOO_MANY_REQUESTS',
  ...referralErrorCodes,
  ...agreementErrorCodes,
  ...enquiryErrorCodes,
  ...filingErrorCodes,
  ...guidanceErrorCodes,
  ...operatorErrorCodes,
  ...meetingErrorCodes,
  ...targetErrorCodes,
  ...referralRequestErrorCodes,
  ...incubationErrorCodes,
  ...panelErrorCodes,
  ...reportErrorCodes,
  ...rulesErrorCodes,
  /** The superior chosen is not at work. 409 */
  PARENT_NOT_ACTIVE: 'CONFLICT',
  /** A tenant would stand deeper than `levels` below the root. 422 */
  TENANT_TOO_DEEP: 'UNPROCESSABLE_CONTENT',
  /** A tenant cannot stand below itself. 422 */
  TENANT_UNDER_ITSELF: 'UNPROCESSABLE_CONTENT',
  /** A tenant of `tier` cannot stand below one of `parentTier`. 422 */
  TENANT_TIER_ORDER: 'UNPROCESSABLE_CONTENT',
  /** The profile has no tenant of `kind` at `tier`; `allowed` lists those it has. 422 */
  TENANT_KIND_NOT_AT_TIER: 'UNPROCESSABLE_CONTENT',
  /** The division has an active service centre of this tier. 409 */
  DIVISION_TAKEN: 'CONFLICT',
  /** The successor must be another tenant, and at work. 422 */
  SUCCESSOR_NOT_FIT: 'UNPROCESSABLE_CONTENT',
  /** Tenants stand below it: they must be moved first. 409 */
  TENANT_HAS_SUBORDINATES: 'CONFLICT',
  /** The partnership with the other network stands where this is not one's to do: `state`. 409 */
  PARTNER_NOT_NOW: 'CONFLICT',
  /** `count` open referrals with a partner network hang on the tenant: they are to be ended or withdrawn first. 409 */
  TENANT_HAS_PARTNER_REFERRALS: 'CONFLICT',
  /** The database or another part is overloaded or away; nothing was changed. 503 */
  BUSY: 'SERVICE_UNAVAILABLE',
  /** Anything unforeseen; the reference finds it in the log. 500 */
  UNEXPECTED: 'INTERNAL_SERVER_ERROR',
} as const

/** A code of the product's closed list of errors. */
export type ErrorCode = keyof typeof errorCodes

/** What travels to a caller: a code, values for its message, and codes by input field. Never a stack, SQL or a rule. */
export type ErrorBody = {
  appCode: ErrorCode
  params: Record<string, string | number>
  /** Field path (`sections.0`) → message code. */
  fields?: Record<string, string>
}
