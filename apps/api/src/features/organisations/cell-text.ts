import type { CellValue } from 'exceljs'

/** What a person sees in a cell, as text that can be stored; a date as YYYY-MM-DD. */
export function cellText(value: CellValue): string {
  return rawText(value).toWellFormed().replaceAll('\0', '').trim()
}

function rawText(value: CellValue): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  if (typeof value !== 'object') return String(value)
  if ('richText' in value) return value.richText.map(({ text }) => text).join('')
  if ('formula' in value || 'sharedFormula' in value) return rawText((value as { result?: CellValue }).result ?? null)
  if ('text' in value) return rawText(value.text)
  return 'error' in value ? value.error : ''
}
