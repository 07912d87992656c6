import type { ImportError } from '@fuqiao/contract'

const words: Readonly<Record<string, string>> = {
  INPUT_NAME_EMPTY: '名称为空',
  INPUT_NAME_TOO_LONG: '名称超过 100 个字',
  IMPORT_VALUE_MISSING: '此项必填',
  IMPORT_VALUE_UNKNOWN: '不在可选范围内，可选：{choices}',
  IMPORT_TOO_LONG: '超过 {max} 个字',
  IMPORT_DATE_INVALID: '日期无法识别，请写成 2026-03-05',
  INPUT_DIVISION_UNKNOWN: '区划不存在',
  INPUT_CREDIT_CODE_NEEDED: '已登记的组织须填写统一社会信用代码',
  INPUT_CREDIT_CODE_NOT_YET: '筹备中的组织还没有统一社会信用代码',
  CREDIT_CODE_LENGTH: '代码不是 18 位；确认无误时请在“代码例外理由”中说明',
  CREDIT_CODE_ALPHABET: '代码含有不允许的字符；确认无误时请在“代码例外理由”中说明',
  CREDIT_CODE_CHECK_CHARACTER: '代码校验位不符；确认无误时请在“代码例外理由”中说明',
  CREDIT_CODE_ORGANISATION_DIGIT: '代码中的组织机构代码校验位不符；确认无误时请在“代码例外理由”中说明',
  DUPLICATE_IN_SIGHT: '可能重复：{tenant}已有“{name}”',
  DUPLICATE_IN_FILE: '与文件第 {row} 行重复',
  DUPLICATE_KEPT: '已确认不是重复',
}

/** Codes that a row of an import may carry. */
export const IMPORT_ERROR_CODES = Object.keys(words)

/** What is wrong with a cell, in the words of a returned workbook. */
export function importErrorWords({ code, params = {} }: ImportError): string {
  return (words[code] ?? code).replaceAll(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''))
}
