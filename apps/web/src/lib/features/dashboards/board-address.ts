import { idSchema, periodSchema, PERIODS, type BoardInput, type Drill, type Period } from '@fuqiao/contract'

const DEFAULT_PERIOD: Period = { kind: 'quarter' }

/** The period in an address: `period=month`, or `period=range&from=…&to=…`. What does not fit shows the current quarter. */
export function periodIn(params: URLSearchParams): Period {
  const kind = params.get('period') ?? DEFAULT_PERIOD.kind
  const given = kind === 'range' ? { kind, from: params.get('from'), to: params.get('to') } : { kind }
  return periodSchema.safeParse(given).data ?? DEFAULT_PERIOD
}

/** Whose board and which time an address asks for; null when the incubator's id is none. */
export function boardIn(params: URLSearchParams): BoardInput | null {
  const tenantId = params.get('tenant')
  if (tenantId !== null && !idSchema.safeParse(tenantId).success) return null
  return { period: periodIn(params), ...(tenantId === null ? {} : { tenantId }) }
}

/** The parameters that say a period. */
export function periodQuery(period: Period | { kind: string; from: string; to: string }): Record<string, string> {
  if (period.kind === DEFAULT_PERIOD.kind) return {}
  if (period.kind !== 'range' || !('from' in period)) return { period: period.kind }
  return { period: 'range', from: period.from, to: period.to }
}

/** The periods that are offered by name. */
export const namedPeriods = PERIODS

function addressOf(path: string, query: Record<string, string>, hash = ''): string {
  const text = new URLSearchParams(query).toString()
  return path + (text === '' ? '' : `?${text}`) + hash
}

type At = { tenantId?: string | undefined; period: Parameters<typeof periodQuery>[0] }

/** The pages of a board, and the lists that its figures open. */
export type BoardPage =
  | ''
  | '/coverage'
  | '/coverage/divisions'
  | '/referrals'
  | '/referrals/list'
  | '/functions'
  | '/unmet'
  | '/unmet/list'
  | '/incubators'
  | '/indicators'
  | '/joint'
  | '/joint/export'

/** The address of a board's page for an incubator and a period. */
export function boardHref(
  page: BoardPage,
  { tenantId, period }: At,
  more: Record<string, string> = {},
  hash = '',
): string {
  return addressOf(
    `/dashboards${page}`,
    { ...(tenantId ? { tenant: tenantId } : {}), ...periodQuery(period), ...more },
    hash,
  )
}

const LISTS = {
  organisations: '/organisations',
  inbox: '/referrals/inbox',
  outbox: '/referrals/outbox',
  desk: '/referrals/desk',
} as const

const BOARD_LISTS = {
  board: '',
  incubators: '/incubators',
  divisions: '/coverage/divisions',
  referralList: '/referrals/list',
  needList: '/unmet/list',
} as const

/** Where a figure's rows are; undefined where the viewer may see nothing finer. Lists of a board keep its period, unless the figure has its own. */
export function drillHref(drill: Drill | null, period: At['period']): string | undefined {
  if (!drill) return undefined
  const { tenantId, from, to, ...rest } = drill.query
  switch (drill.page) {
    case 'organisations':
    case 'inbox':
    case 'outbox':
    case 'desk':
      return addressOf(LISTS[drill.page], drill.query)
    default: {
      const time = from !== undefined && to !== undefined ? { kind: 'range', from, to } : period
      return boardHref(BOARD_LISTS[drill.page], { tenantId, period: time }, rest)
    }
  }
}
