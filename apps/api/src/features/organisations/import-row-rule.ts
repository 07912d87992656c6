import type { ImportColumn, ImportError } from '@fuqiao/contract'
import { normaliseName } from '@fuqiao/domain/organisation'
import { filesAt } from '@fuqiao/domain/filing'
import type { Profile, Tier } from '@fuqiao/domain/profile'
import { isCivilDate } from '@fuqiao/domain/calendar'
import { judgeCreditCode } from './credit-code-rule.ts'
import type { CardEntry } from './new-organisation.ts'

/** A row's cells by column. */
export type RowValues = Partial<Record<ImportColumn, string>>

/** What a row is judged by. */
export type RowRules = {
  profile: Profile
  /** The acting tenant's. */
  tier: Tier
  /** Names of the acting tenant's divisions, where they are unambiguous, and their codes. */ divisionsByName: ReadonlyMap<
    string,
    string
  >
}

/** A row that may become an organisation, or what is wrong with it; the division is told either way, for whether it exists is asked later. */
export type RowVerdict =
  | { ok: true; entry: CardEntry; divisionCode: string }
  | { ok: false; errors: ImportError[]; divisionCode: string | undefined }

const longest: Partial<Record<ImportColumn, number>> = {
  creditCode: 40,
  creditCodeOverride: 200,
  address: 200,
  registrationAuthority: 100,
  summary: 1000,
}

type Named = { id: string; name: { zh: string; en: string } }

/** The short form that people write and pages show: 初创 for 初创期, 社区备案 for 社区社会组织(备案). */
const short = (word: string) =>
  word
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[()\s]|社会组织|期$/g, '')

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

/** Reads a row's cells one by one and keeps what is wrong with each. */
class CellReader {
  readonly errors: ImportError[] = []
  readonly #values: RowValues

  constructor(values: RowValues) {
    this.#values = values
  }

  text(column: ImportColumn): string {
    const text = this.#values[column]?.trim() ?? ''
    const max = longest[column]
    if (max !== undefined && [...text].length > max) this.wrong(column, 'IMPORT_TOO_LONG', { max })
    return text
  }

  /** Undefined, so that a reading that failed is one expression. */
  wrong(field: ImportColumn, code: string, params?: ImportError['params']): undefined {
    this.errors.push(params ? { field, code, params } : { field, code })
  }

  chosen<T extends Named>(column: ImportColumn, list: readonly T[]): T['id'] | undefined {
    const typed = this.text(column)
    if (typed === '') return this.wrong(column, 'IMPORT_VALUE_MISSING')
    return (
      choose(list, typed) ??
      this.wrong(column, 'IMPORT_VALUE_UNKNOWN', { choices: list.map(({ name }) => name.zh).join('、') })
    )
  }

  name(): string | undefined {
    const check = normaliseName(this.text('name'))
    return check.ok ? check.name : this.wrong('name', `INPUT_${check.refusal}`)
  }

  division(byName: ReadonlyMap<string, string>): string | undefined {
    const typed = this.text('divisionCode')
    if (typed === '') return this.wrong('divisionCode', 'IMPORT_VALUE_MISSING')
    return divisionCodeFrom(typed, byName) ?? this.wrong('divisionCode', 'INPUT_DIVISION_UNKNOWN')
  }

  date(column: ImportColumn): string | undefined {
    const typed = this.text(column)
    return typed === '' ? undefined : (civilDateFrom(typed) ?? this.wrong(column, 'IMPORT_DATE_INVALID'))
  }

  code(kind: CardEntry['kind']): Pick<CardEntry, 'creditCode' | 'creditCodeOverride'> {
    const [creditCode, creditCodeOverride] = [this.text('creditCode'), this.text('creditCodeOverride')]
    const verdict = judgeCreditCode({ kind, creditCode, creditCodeOverride })
    if (!verdict.ok)
      this.wrong('creditCode', verdict.problem === 'CREDIT_CODE_DOUBTFUL' ? verdict.reason : verdict.problem)
    return { ...(creditCode ? { creditCode } : {}), ...(creditCodeOverride ? { creditCodeOverride } : {}) }
  }
}

/** Judges one row. Whether its division exists and whether it is a duplicate is not known here. */
export function judgeRow(values: RowValues, { profile, tier, divisionsByName }: RowRules): RowVerdict {
  const cells = new CellReader(values)
  const name = cells.name()
  const kind = cells.chosen('kind', profile.organisationKinds)
  if (kind === 'communityFiled' && !filesAt(profile, tier)) cells.wrong('kind', 'INPUT_FILING_NOT_AT_TIER')
  const stage = cells.chosen('stage', profile.stages)
  const field = cells.chosen('field', profile.fields)
  const divisionCode = cells.division(divisionsByName)
  const registeredOn = cells.date('registeredOn')
  const code = kind ? cells.code(kind) : {}
  const words = {
    address: cells.text('address'),
    summary: cells.text('summary'),
    registrationAuthority: cells.text('registrationAuthority'),
  }
  if (cells.errors.length > 0 || !name || !kind || !stage || !field || !divisionCode)
    return { ok: false, errors: cells.errors, divisionCode }
  return {
    ok: true,
    divisionCode,
    entry: { name, kind, stage, field, divisionCode, ...words, ...code, ...(registeredOn ? { registeredOn } : {}) },
  }
}
