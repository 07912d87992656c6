import type { SectionField, SectionModel } from './section-model.ts'

/** The name of a field's control: `premises.tenure`, and in a list `items.2.title`. */
export function controlName(model: SectionModel, field: SectionField, at?: number): string {
  return model.list && at !== undefined ? `${model.list}.${at}.${field.path}` : field.path
}

type Body = Record<string, unknown>

/** What was typed under a name; '' for a file or nothing. */
export function textIn(form: FormData, name: string): string {
  const given = form.get(name)
  return typeof given === 'string' ? given.trim() : ''
}

function entered(form: FormData, name: string, { kind, empty }: SectionField): unknown {
  if (kind === 'check') return form.has(name)
  const text = textIn(form, name)
  if (text === '') return empty
  if (kind !== 'count' && kind !== 'yuan' && kind !== 'year') return text
  const figure = Number(text.replaceAll(/[,，\s]/g, ''))
  // Text that is no number goes on as it is, to be refused by the section's shape.
  return Number.isFinite(figure) ? figure : text
}

function put(body: Body, path: string, value: unknown): void {
  const [key = '', ...rest] = path.split('.')
  if (rest.length === 0) body[key] = value
  else put((body[key] ??= {}) as Body, rest.join('.'), value)
}

function isBlank(form: FormData, model: SectionModel, at: number): boolean {
  return model.fields.every(
    field => field.kind === 'check' || field.kind === 'choice' || textIn(form, controlName(model, field, at)) === '',
  )
}

/** Rows of a list that the form holds, blank and removed ones left out; each with the number its controls carry. */
export function enteredRows(form: FormData, model: SectionModel): number[] {
  const numbers = new Set<number>()
  for (const name of form.keys()) {
    const at = new RegExp(`^${model.list}\\.(\\d+)\\.`).exec(name)?.[1]
    if (at !== undefined) numbers.add(Number(at))
  }
  return [...numbers]
    .sort((a, b) => a - b)
    .filter(at => !form.has(`${model.list}.${at}.remove`) && !isBlank(form, model, at))
}

/** The section's body as the form says it, still to be judged by the section's shape. */
export function bodyFrom(form: FormData, model: SectionModel): Body {
  const body: Body = {}
  const { list, fields } = model
  if (!list) {
    for (const field of fields) put(body, field.path, entered(form, field.path, field))
    return body
  }
  body[list] = enteredRows(form, model).map(at => {
    const item: Body = {}
    for (const field of fields) put(item, field.path, entered(form, controlName(model, field, at), field))
    return item
  })
  return body
}

/** The control's name for a path of the body: rows were left out, so the body's second item may be the form's third. */
export function controlOf(path: readonly PropertyKey[], form: FormData, model: SectionModel): string {
  const [list, at, ...rest] = path.map(String)
  if (!model.list || list !== model.list) return path.map(String).join('.')
  return [list, enteredRows(form, model)[Number(at)] ?? at, ...rest].join('.')
}
