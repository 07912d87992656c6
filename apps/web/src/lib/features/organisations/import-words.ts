import { m } from '#lib/paraglide/messages.js'

type Params = Record<string, string | number>

/** What an import's state is called, and how it looks. */
export const importStateWords = {
  checked: { label: m.organisations_import_checked, tone: 'warn' },
  running: { label: m.organisations_import_running, tone: 'info' },
  done: { label: m.organisations_import_done, tone: 'good' },
  cancelled: { label: m.organisations_import_cancelled, tone: 'ended' },
} as const

const columns: Readonly<Record<string, () => string>> = {
  name: m.organisations_name,
  kind: m.organisations_kind,
  creditCode: m.organisations_code,
  creditCodeOverride: m.organisations_code_override,
  stage: m.organisations_stage,
  field: m.organisations_field,
  divisionCode: m.organisations_division,
  address: m.organisations_address,
  registeredOn: m.organisations_registered_on,
  registrationAuthority: m.organisations_authority,
  summary: m.organisations_summary,
}

const codes: Readonly<Record<string, (params: Params) => string>> = {
  INPUT_NAME_EMPTY: m.organisations_wrong_name_empty,
  INPUT_NAME_TOO_LONG: m.organisations_wrong_name_long,
  IMPORT_VALUE_MISSING: m.organisations_wrong_missing,
  IMPORT_VALUE_UNKNOWN: params => m.organisations_wrong_unknown({ choices: String(params['choices'] ?? '') }),
  IMPORT_TOO_LONG: params => m.organisations_wrong_long({ max: String(params['max'] ?? '') }),
  IMPORT_DATE_INVALID: m.organisations_wrong_date,
  INPUT_DIVISION_UNKNOWN: m.organisations_wrong_division,
  INPUT_CREDIT_CODE_NEEDED: m.organisations_wrong_code_needed,
  INPUT_CREDIT_CODE_NOT_YET: m.organisations_wrong_code_not_yet,
  CREDIT_CODE_LENGTH: m.organisations_wrong_code_length,
  CREDIT_CODE_ALPHABET: m.organisations_wrong_code_alphabet,
  CREDIT_CODE_CHECK_CHARACTER: m.organisations_wrong_code_check,
  CREDIT_CODE_ORGANISATION_DIGIT: m.organisations_wrong_code_digit,
  DUPLICATE_IN_SIGHT: params =>
    m.organisations_wrong_in_sight({ name: String(params['name'] ?? ''), tenant: String(params['tenant'] ?? '') }),
  DUPLICATE_IN_FILE: params => m.organisations_wrong_in_file({ row: String(params['row'] ?? '') }),
  DUPLICATE_KEPT: m.organisations_wrong_kept,
}

/** The name of an import's column. */
export function importColumnLabel(column: string): string {
  return columns[column]?.() ?? column
}

/** What is wrong with a cell, in the language of the page. */
export function importErrorText({ code, params = {} }: { code: string; params?: Params | undefined }): string {
  return codes[code]?.(params) ?? code
}
