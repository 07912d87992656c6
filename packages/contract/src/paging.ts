import { z } from 'zod'

/** Rows on a page. */
export const pageSize = 50

/** Rows that an export holds at most. */
export const exportMaxRows = 5000

/** Where a page begins: after the row with this instant and id (paging by key; a page never counts what lies before it). */
export const cursorSchema = z.strictObject({
  at: z.iso.datetime({ offset: true }).refine(at => at >= '1900' && at < '2200'),
  id: z.uuid(),
})
export type Cursor = z.infer<typeof cursorSchema>

/** A page of a list, and where the next begins. */
export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.strictObject({ rows: z.array(row), next: cursorSchema.nullable() })
}
