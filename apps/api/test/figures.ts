import {
  type Cursor,
  divisionFilterSchema,
  type Drill,
  filterFrom,
  incubatorFilterSchema,
  needCountFilterSchema,
  type Period,
  referralCountFilterSchema,
} from '@fuqiao/contract'
import type { TestPerson } from './harness.ts'

/** A count of a board, where it stands in the answer and what it opens. */
export type FoundFigure = { path: string; value: number; drill: Drill | null }
/** A number of a board that is no count. */
export type LooseNumber = { path: string; value: number }

/** Every count and every other number in a board's answer. */
export function figuresIn(answer: unknown): { figures: FoundFigure[]; loose: LooseNumber[] } {
  const figures: FoundFigure[] = []
  const loose: LooseNumber[] = []
  const walk = (node: unknown, path: string): void => {
    if (typeof node === 'number') loose.push({ path, value: node })
    if (typeof node !== 'object' || node === null) return
    const isFigure = 'drill' in node && 'value' in node
    if (isFigure && typeof node.value === 'number')
      figures.push({ path, value: node.value, drill: node.drill as Drill | null })
    for (const [name, child] of Object.entries(node))
      if (!(isFigure && ['value', 'previous'].includes(name)) && name !== 'drill') walk(child, `${path}.${name}`)
  }
  walk(answer, '')
  return { figures, loose }
}

async function lengthOf<C>(
  read: (cursor: C | undefined) => Promise<{ rows: readonly unknown[]; next: C | null }>,
): Promise<number> {
  let [count, next] = [0, undefined as C | undefined]
  do {
    const page = await read(next)
    count += page.rows.length
    next = page.next ?? undefined
  } while (next !== undefined)
  return count
}

/** What a figure's link opened: how many rows or counts, and for a list that goes on, what it answered for which time. */
export type Opened = { count: number; further?: { answer: unknown; period: Period } }

const many = ['kinds', 'stages', 'fields']

function organisationsUnder(api: TestPerson['api'], query: Drill['query']): Promise<number> {
  const filter = Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, many.includes(name) ? [value] : value]),
  )
  return lengthOf(cursor => api.organisations.list({ ...filter, cursor } as never))
}

function boxUnder(api: TestPerson['api'], box: 'inbox' | 'outbox' | 'desk', query: Drill['query']): Promise<number> {
  const filter = {
    ...(query['state'] ? { states: [query['state']] } : {}),
    ...(query['overdue'] ? { overdue: true } : {}),
  }
  return lengthOf(cursor => api.referrals[box]({ filter, cursor } as never))
}

/** Opens a figure's link as its page does, and counts what is there. */
export async function openFigure({ api }: TestPerson, { page, query }: Drill, boardPeriod: Period): Promise<Opened> {
  const { tenantId, from, to, ...rest } = query
  const period: Period = from !== undefined && to !== undefined ? { kind: 'range', from, to } : boardPeriod
  const board = { period, ...(tenantId === undefined ? {} : { tenantId }) }
  switch (page) {
    case 'organisations':
      return { count: await organisationsUnder(api, query) }
    case 'inbox':
    case 'outbox':
    case 'desk':
      return { count: await boxUnder(api, page, query) }
    case 'incubators': {
      const filter = filterFrom(incubatorFilterSchema, rest)
      const { rows, organisations } = await api.dashboards.incubators({ ...board, filter })
      if (filter.sum === undefined) return { count: rows.length }
      const held = rows.reduce((all, row) => all + row.organisations, 0)
      return { count: held === organisations ? held : Number.NaN }
    }
    case 'divisions':
      return {
        count: (await api.dashboards.divisions({ ...board, filter: filterFrom(divisionFilterSchema, rest) })).rows
          .length,
      }
    case 'referralList': {
      const filter = filterFrom(referralCountFilterSchema, rest)
      return countedList(cursor => api.dashboards.referralList({ ...board, filter, cursor }), period)
    }
    case 'needList': {
      const filter = filterFrom(needCountFilterSchema, rest)
      return countedList(cursor => api.dashboards.needList({ ...board, filter, cursor }), period)
    }
    case 'board':
      throw new Error('a board is no list of rows')
  }
}

type CountedList = Awaited<ReturnType<TestPerson['api']['dashboards']['referralList' | 'needList']>>

/** The length of a list of referrals: rows and counts at the last tier, and above it the lines of the next, which go on. */
async function countedList(
  read: (cursor: Cursor | undefined) => Promise<CountedList>,
  period: Period,
): Promise<Opened> {
  const first = await read(undefined)
  const rows = await lengthOf<Cursor>(async cursor => (await read(cursor)).rows)
  if (rows !== first.open) throw new Error(`${rows} rows where ${first.open} are said to be open`)
  const sum = (lines: readonly { value: number }[]) => lines.reduce((all, { value }) => all + value, 0)
  const count = first.children.length > 0 ? sum(first.children) : rows + sum(first.rest)
  return {
    count: count === first.total ? count : Number.NaN,
    further: { answer: { children: first.children }, period },
  }
}
