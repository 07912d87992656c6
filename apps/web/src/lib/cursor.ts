import { cursorSchema, type Cursor } from '@fuqiao/contract'

const MARK = '~'

/** A cursor as a query parameter, for `Pager`; null when no page follows. */
export function cursorParam(cursor: Cursor | null): string | null {
  return cursor === null ? null : cursor.at + MARK + cursor.id
}

/** The cursor in a query parameter; undefined when there is none or someone tampered with it, which shows the first page. */
export function parseCursor(parameter: string | null): Cursor | undefined {
  const [at, id] = (parameter ?? '').split(MARK)
  return cursorSchema.safeParse({ at, id }).data
}
