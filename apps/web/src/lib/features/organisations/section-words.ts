import { number } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'
import { plainText, valueAt, type SectionField } from './section-model.ts'

/** A value of a section in words; a dash where nothing was entered. */
export function fieldWords(field: SectionField, body: unknown): string {
  const value = valueAt(body, field.path)
  if (field.kind === 'check') return value === true ? m.ui_yes() : m.ui_no()
  if (value === null || value === undefined || value === '') return m.ui_none()
  if (field.kind === 'choice') return field.options?.find(([id]) => id === value)?.[1]() ?? plainText(value)
  if (field.kind === 'yuan') return m.organisations_yuan({ amount: number(Number(value)) })
  if (field.kind === 'count') return number(Number(value))
  return plainText(value)
}

/** Whether a value stands at the end of its column, as figures do. */
export function isFigure({ kind }: SectionField): boolean {
  return kind === 'yuan' || kind === 'count'
}
