import { IMPORT_COLUMNS, type ImportColumn, type ImportError } from '@fuqiao/contract'
import { normaliseName } from '@fuqiao/domain/organisation'
import type { Profile } from '@fuqiao/domain/profile'
import { isCivilDate } from '@fuqiao/domain/calendar'
import { judgeCreditCode } from './credit-code-rule.ts'
import type { CardEntry } from './new-organisation.ts'

/** A row's cells by column. */
export type RowValues = Partial<Record<ImportColumn, string>>

/** What a row is judged by. */
export type RowRules = { profile: Profile; /** Names of the acting tenant's divisions, where they are unambiguous, and their codes. */ divisionsByName: ReadonlyMap<string, string> }

/** A row that may become an organisation, or all that is wrong with it. */
export type RowVerdict = { ok: true; entry: CardEntry } | { ok: false; errors: ImportError[] }

const longest: Partial<Record<ImportColumn, number>> = { creditCode: 40, creditCodeOverride: 200, address: 200, registrationAuthority: 100, summary: 1000 }

type Named = { id: string; name: { zh: string; en: string } }

/** The short form that people write and pages show: 初创 for 初创期, 社区备案 for 社区社会组织(备案). */
const short = (word: string) => word.normalize('NFKC').toLowerCase().replaceAll(/[()\s]|社会组织|期$/g, '')

function choose<T extends Named>(list: readonly T[], typed: string): T['id'] | undefined {
  const wanted = short(typed)
  return list.find(({ id, name }) => [id, name.zh, name.en].some(word => short(word) === wanted))?.id
}

/** A date as people write it (2026-3-5, 2026/03/05, 2026年3月5日) as YYYY-MM-DD; undefined when it is none. */
export function civilDateFrom(typed: string): string | undefined {
  const parts = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(typed)
  if (!parts) return undefined
  const date = `${parts[1]}-${parts[2]?.padStart(2, '0')}-${parts[3]?.padStart(2, '0')}`
  return isCivilDate(date) ? date : undefined
}

/** A division's code from what the template's list gives («东华门街道 110101001»), from a bare code, or from a name of the acting tenant's divisions. */
export function divisionCodeFrom(typed: string, byName: ReadonlyMap<string, string>): string | undefined {
  return /(?:^|\s)(\d{6}|\d{9}|\d{12})$/.exec(typed)?.[1] ?? byName.get(typed)
}

/** Judges one row. Whether its division exists and whether it is a duplicate is not known here. */
export function judgeRow(values: RowValues, { profile, divisionsByName }: RowRules): RowVerdict {
  const errors: ImportError[] = []
  const text = (column: ImportColumn) => values[column]?.trim() ?? ''
  const wrong = (field: ImportColumn, code: string, params?: ImportError['params']): undefined => {
    errors.push(params ? { field, code, params } : { field, code })
  }
  const chosen = <T extends Named>(column: ImportColumn, list: readonly T[]): T['id'] | undefined => {
    if (text(column) === '') return wrong(column, 'IMPORT_VALUE_MISSING')
    return choose(list, text(column)) ?? wrong(column, 'IMPORT_VALUE_UNKNOWN', { choices: list.map(({ name }) => name.zh).join('、') })
  }
  for (const column of IMPORT_COLUMNS) {
    const max = longest[column]
    if (max !== undefined && [...text(column)].length > max) wrong(column, 'IMPORT_TOO_LONG', { max })
  }
  const name = normaliseName(text('name'))
  if (!name.ok) wrong('name', `INPUT_${name.refusal}`)
  const kind = chosen('kind', profile.organisationKinds)
  const stage = chosen('stage', profile.stages)
  const field = chosen('field', profile.fields)
  const division = text('divisionCode')
  const divisionCode = division === '' ? wrong('divisionCode', 'IMPORT_VALUE_MISSING') : (divisionCodeFrom(division, divisionsByName) ?? wrong('divisionCode', 'INPUT_DIVISION_UNKNOWN'))
  const registeredOn = text('registeredOn') === '' ? null : (civilDateFrom(text('registeredOn')) ?? wrong('registeredOn', 'IMPORT_DATE_INVALID'))
  if (kind !== undefined) {
    const code = judgeCreditCode({ kind, creditCode: text('creditCode'), creditCodeOverride: text('creditCodeOverride') })
    if (!code.ok) wrong('creditCode', code.problem === 'CREDIT_CODE_DOUBTFUL' ? code.reason : code.problem)
  }
  if (errors.length > 0 || !name.ok || !kind || !stage || !field || !divisionCode) return { ok: false, errors }
  const optional = { ...(registeredOn ? { registeredOn } : {}), ...(text('creditCode') ? { creditCode: text('creditCode') } : {}), ...(text('creditCodeOverride') ? { creditCodeOverride: text('creditCodeOverride') } : {}) }
  return { ok: true, entry: { name: name.name, kind, stage, field, divisionCode, address: text('address'), summary: text('summary'), registrationAuthority: text('registrationAuthority'), ...optional } }
}
