/** A zod schema as far as a walk over it needs to know. */
export type Schema = { _zod: { def: Definition } }
type Check = { _zod: { def: { check: string } } }
type Definition = {
  type: string
  checks?: Check[]
  format?: string
  shape?: Record<string, Schema>
  catchall?: Schema
  innerType?: Schema
  element?: Schema
  options?: Schema[]
  items?: Schema[]
  in?: Schema
  out?: Schema
  keyType?: Schema
  valueType?: Schema
  getter?: () => Schema
}

/** Checks that set an end; `custom` is a rule in words, which a record needs for the number of its keys. */
const limits = ['max_length', 'length_equals', 'string_format', 'max_size']
const isLimited = ({ checks = [], format }: Definition) =>
  format !== undefined || checks.some(({ _zod }) => limits.includes(_zod.def.check))

type Inside = (part: Schema | undefined, name: string) => string[]
type Rule = (def: Definition, inside: Inside) => string[]

const hasRule = ({ checks = [] }: Definition) => checks.some(({ _zod }) => _zod.def.check === 'custom')
const isEnumerated = (schema: Schema | undefined) => schema?._zod.def.type === 'enum'
const unless = (isRight: boolean, fault: string) => (isRight ? [] : [fault])
const each = (parts: Schema[] | undefined, inside: Inside) =>
  (parts ?? []).flatMap((part, at) => inside(part, `|${at}`))

const rules: Record<string, Rule> = {
  object: ({ catchall, shape = {} }, inside) => [
    ...unless(catchall?._zod.def.type === 'never', 'takes unknown keys'),
    ...Object.entries(shape).flatMap(([name, part]) => inside(part, `.${name}`)),
  ],
  string: def => unless(isLimited(def), 'a text without an end'),
  array: (def, inside) => [...unless(isLimited(def), 'a list without an end'), ...inside(def.element, '[]')],
  record: (def, inside) => [
    ...unless(hasRule(def) || isEnumerated(def.keyType), 'a record without an end'),
    ...inside(def.keyType, '{key}'),
    ...inside(def.valueType, '{}'),
  ],
  any: () => ['takes anything'],
  unknown: () => ['takes anything'],
  // Not the far end of a transformation: it is what the server made.
  pipe: (def, inside) => [...inside(def.in, ''), ...(def.in?._zod.def.type === 'transform' ? inside(def.out, '') : [])],
  lazy: (def, inside) => inside(def.getter?.(), ''),
}

/** Where an input takes what it should not: an object with unknown keys, a text or a list without an end, anything at all. Each as a path with the fault. */
export function looseParts(schema: Schema, path = 'input'): string[] {
  const { def } = schema._zod
  const inside: Inside = (part, name) => (part ? looseParts(part, `${path}${name}`) : [])
  const rule: Rule =
    rules[def.type] ?? (() => [...inside(def.innerType, ''), ...each(def.options, inside), ...each(def.items, inside)])
  return rule(def, inside).map(fault => (fault.startsWith('input') ? fault : `${path}: ${fault}`))
}
