/** One column of a `DataTable`. */
export interface Column<Row> {
  /** Also the key in `sort` and `cols` query parameters. */
  key: string
  label: string
  /** The cell's words; a snippet under the same key in `cells` goes before it. */
  text?: ((row: Row) => string | number | null | undefined) | undefined
  /** The head becomes a link that sorts by this column; `up`: in this direction alone. */
  sortable?: boolean | 'up' | undefined
  /** Figures stand at the end. */
  align?: 'start' | 'end' | undefined
  /** Not shown until chosen in the column settings. */
  optional?: boolean | undefined
  /** Names the row: the link to the row and the title of its card on a phone. One column has it. */
  primary?: boolean | undefined
  /** Keeps to one line. */
  nowrap?: boolean | undefined
}

/** `-name` in the address means by name, downwards. */
export interface Sort {
  key: string
  descending: boolean
}

/** Reads a `sort` query parameter; null when there is none. */
export function parseSort(parameter: string | null): Sort | null {
  if (!parameter) return null
  return parameter.startsWith('-')
    ? { key: parameter.slice(1), descending: true }
    : { key: parameter, descending: false }
}

/** The parameter of the link in a column's head: upwards first, then downwards if it goes there, then the list's own order. */
export function nextSort(key: string, now: Sort | null, onlyUp = false): string | null {
  if (now?.key !== key) return key
  return now.descending || onlyUp ? null : `-${key}`
}

/** The orders that the columns offer, as values of `sort`: where the heads are not seen, a list of words stands for them. */
export function sortChoices<Row>(
  columns: readonly Column<Row>[],
): { value: string; label: string; descending: boolean }[] {
  return columns.flatMap(({ key, label, sortable }) => {
    if (!sortable) return []
    const up = { value: key, label, descending: false }
    return sortable === 'up' ? [up] : [up, { value: `-${key}`, label, descending: true }]
  })
}

/** The columns to show: the chosen ones in the table's order, or all that are not optional. The primary one always stays. */
export function visibleColumns<C extends Pick<Column<never>, 'key' | 'primary' | 'optional'>>(
  columns: readonly C[],
  chosen: readonly string[],
): C[] {
  const known = new Set(chosen.filter(key => columns.some(column => column.key === key)))
  return columns.filter(
    column => column.primary === true || (known.size > 0 ? known.has(column.key) : column.optional !== true),
  )
}

/** The columns that the address of a file asks for; all of them where it names none. */
export function columnsIn<Key extends string>(params: URLSearchParams, name: string, known: readonly Key[]): Key[] {
  const wanted = known.filter(column => params.getAll(name).includes(column))
  return wanted.length > 0 ? wanted : [...known]
}
