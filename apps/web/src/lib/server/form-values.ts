import type { z } from 'zod'

type Shape = Record<string, z.core.$ZodType>

function unwrap(type: z.core.$ZodType): z.core.$ZodType {
  const def = (type as z.core.$ZodTypes)._zod.def
  if (def.type === 'pipe') return unwrap(def.in)
  return 'innerType' in def ? unwrap(def.innerType) : type
}

function shapeOf(schema: z.core.$ZodType): Shape {
  const { def } = (unwrap(schema) as z.core.$ZodTypes)._zod
  if (def.type === 'object') return def.shape
  if (def.type === 'intersection') return { ...shapeOf(def.left), ...shapeOf(def.right) }
  if (def.type !== 'union') return {}
  return Object.fromEntries(def.options.flatMap(option => Object.entries(shapeOf(option))))
}

function fieldOf(form: FormData, name: string, type: z.core.$ZodType): unknown {
  const kind = (unwrap(type) as z.core.$ZodTypes)._zod.def.type
  const given = form.getAll(name).filter(value => (typeof value === 'string' ? value !== '' : value.size > 0))
  if (kind === 'array' || kind === 'set') return kind === 'set' ? new Set(given) : given
  if (kind === 'boolean') return given.length > 0 && given[0] !== 'false'
  return given[0]
}

/**
 * A form's fields as the schema wants them: repeated names become arrays, checkboxes booleans, and an empty
 * field is absent, so that "required" and "optional" mean in the schema what they mean on the page.
 * Fields the schema does not name (buttons, the page's own) are left out.
 */
export function formInput(form: FormData, schema: z.core.$ZodType): Record<string, unknown> {
  const shape = shapeOf(schema)
  const input: Record<string, unknown> = {}
  for (const [name, type] of Object.entries(shape)) {
    const value = fieldOf(form, name, type)
    if (value !== undefined) input[name] = value
  }
  return input
}

/** What was typed, to be shown again. Passwords and files are not sent back. */
export function typedValues(form: FormData): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {}
  for (const name of new Set(form.keys())) {
    if (/password|secret/i.test(name)) continue
    const texts = form.getAll(name).filter(value => typeof value === 'string')
    if (texts.length > 0) values[name] = texts.length === 1 ? (texts[0] ?? '') : texts
  }
  return values
}
