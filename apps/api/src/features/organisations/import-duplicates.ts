import type { ImportError } from '@fuqiao/contract'
import type { KnownOrganisation } from './import-store.ts'
import type { CardEntry } from './new-organisation.ts'

/** What two organisations are told apart by: the credit code, else the name at its place. */
function keysOf({
  name,
  creditCode,
  divisionCode,
}: {
  name: string
  creditCode?: string | null | undefined
  divisionCode: string
}): string[] {
  const byName = `name ${name} ${divisionCode}`
  return creditCode ? [`code ${creditCode.toUpperCase()}`, byName] : [byName]
}

/** Finds rows that repeat an organisation in sight or an earlier row of the file. Decides nothing: the officer does. */
export class DuplicateWatch {
  readonly #known = new Map<string, KnownOrganisation>()
  readonly #rows = new Map<string, number>()

  constructor(known: readonly KnownOrganisation[]) {
    for (const organisation of known) for (const key of keysOf(organisation)) this.#known.set(key, organisation)
  }

  /** What speaks against taking this row, if anything; the row counts as seen from now on. */
  check(rowNumber: number, entry: Pick<CardEntry, 'name' | 'creditCode' | 'divisionCode'>): ImportError | null {
    const keys = keysOf(entry)
    const known = keys.map(key => this.#known.get(key)).find(found => found !== undefined)
    const earlier = keys.map(key => this.#rows.get(key)).find(found => found !== undefined)
    for (const key of keys) if (!this.#rows.has(key)) this.#rows.set(key, rowNumber)
    const field =
      known && entry.creditCode && known.creditCode === entry.creditCode.toUpperCase() ? 'creditCode' : 'name'
    if (known)
      return { field, code: 'DUPLICATE_IN_SIGHT', params: { name: known.name, tenant: known.tenantName, id: known.id } }
    return earlier === undefined ? null : { field: 'name', code: 'DUPLICATE_IN_FILE', params: { row: earlier } }
  }
}
