import { z } from 'zod'
import { exportSchema, type ExportOrganisations } from './export-organisations.ts'

const inner = (type: z.ZodType): z.ZodType =>
  type instanceof z.ZodDefault || type instanceof z.ZodOptional ? inner(type.unwrap() as z.ZodType) : type
/** The parts of an export that hold several values. Taken from the schema, so that no filter of the list is left out of its file. */
const isList = new Map(
  Object.entries(exportSchema.shape).map(([name, type]) => [name, inner(type) instanceof z.ZodArray]),
)

/** The filter, order and columns of an export from an address's query; what the list page puts there besides is left out. Null when it does not fit. */
export function exportQuery(query: Readonly<Record<string, string | string[]>>): ExportOrganisations | null {
  const input = [...isList].flatMap(([name, many]) => {
    const values = [query[name] ?? []].flat().filter(value => value !== '')
    return values.length === 0 ? [] : [[name, many ? values : values[0]] as const]
  })
  const parsed = exportSchema.safeParse(Object.fromEntries(input))
  return parsed.success ? parsed.data : null
}
