import { type CellSum, type CountCell, hideLinkedCells } from '@fuqiao/domain'
import { civilDateOf } from '@fuqiao/domain/calendar'
import type { TenantRow } from '../network-factories.ts'
import type { OrganisationRow } from '../organisation-factories.ts'
import type { DemoWorld } from './demo-world.ts'

/** What is counted: organisations by their custodian, and referrals between whom and since when. */
export type Counted = {
  organisations: readonly Pick<OrganisationRow, 'tenantId' | 'stage' | 'field' | 'kind' | 'createdAt'>[]
  referrals: readonly { fromTenantId: string; toTenantId: string | null; submittedAt: Date | null; state: string }[]
  tenants: readonly TenantRow[]
}

const measures = ['organisations', 'added', 'sent', 'received'] as const
const parts = ['stage', 'field', 'kind', 'state'] as const
const plain = (value: number | null) => ({ value, drill: null })

/** The figures of all tiers as a meeting would have frozen them at an instant of the story, small cells hidden. */
export function inventJointFigures({ profile }: DemoWorld, { organisations, referrals, tenants }: Counted, at: Date) {
  const year = civilDateOf(at).slice(0, 4)
  const isSince = (when: Date | null | undefined) => when != null && when < at && civilDateOf(when) >= `${year}-01-01`
  const top = tenants.find(({ depth }) => depth === 0)
  const byKey = new Map(tenants.map(row => [row.scopeKey, row]))
  const byId = new Map(tenants.map(row => [row.id, row]))
  const heads = tenants.filter(row => row.depth === 0 || (row.depth === 1 && row.tier !== top?.tier))
  const seatOf = (id: string | null): string => {
    const row = byId.get(id ?? '')
    if (!row || !top || row.tier === top.tier) return top?.id ?? ''
    return byKey.get(row.scopeKey - (row.scopeKey % 68_719_476_736n))?.id ?? top.id
  }
  const counts = new Map<string, number>()
  const count = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)
  for (const one of organisations.filter(({ createdAt }) => createdAt < at)) {
    count(`organisations@${seatOf(one.tenantId)}`)
    if (isSince(one.createdAt)) count(`added@${seatOf(one.tenantId)}`)
    for (const part of ['stage', 'field', 'kind'] as const) count(`${part}:${one[part]}`)
  }
  for (const one of referrals.filter(({ submittedAt }) => isSince(submittedAt))) {
    count(`sent@${seatOf(one.fromTenantId)}`)
    count(`received@${seatOf(one.toTenantId)}`)
    count(`state:${one.state}`)
  }
  const seatKeys = (measure: string) => heads.map(({ id }) => `${measure}@${id}`)
  const partKeys = (part: string) => [...counts.keys()].filter(key => key.startsWith(`${part}:`))
  const wholes = { organisations: 'organisations', added: 'added', sent: 'referrals', received: 'referrals' } as const
  const wholeOf = { stage: 'organisations', field: 'organisations', kind: 'organisations', state: 'referrals' } as const
  const sums: CellSum[] = [
    ...measures.map(measure => ({ whole: wholes[measure], parts: seatKeys(measure) })),
    ...parts.map(part => ({ whole: wholeOf[part], parts: partKeys(part) })).filter(sum => sum.parts.length > 0),
  ]
  const valueOf = (key: string) => counts.get(key) ?? 0
  const sumOf = (whole: string) =>
    (sums.find(sum => sum.whole === whole)?.parts ?? []).reduce((all, key) => all + valueOf(key), 0)
  const cells: CountCell[] = [
    ...[...measures.flatMap(seatKeys), ...parts.flatMap(partKeys)].map(key => ({ key, value: valueOf(key) })),
    ...[...new Set(Object.values(wholes))].map(key => ({ key, value: sumOf(key) })),
  ]
  const shown = hideLinkedCells(cells, sums, profile.smallCell)
  const cell = (key: string) => plain(shown.get(key) ?? null)
  const partsOf = (part: string) => partKeys(part).map(key => ({ key: key.slice(part.length + 1), ...cell(key) }))
  const [from, to] = [`${year}-01-01`, civilDateOf(at)]
  return {
    period: {
      kind: 'year',
      from,
      to,
      previousFrom: `${Number(year) - 1}-01-01`,
      previousTo: `${Number(year) - 1}${to.slice(4)}`,
    },
    asOf: at.toISOString(),
    smallCell: profile.smallCell,
    seats: heads.map(row => ({
      ...{ key: row.id, name: row.shortName, divisionCode: row.divisionCode, isOwn: false, drill: null },
      incubators: plain(tenants.filter(one => one.status === 'active' && seatOf(one.id) === row.id).length),
      organisations: cell(`organisations@${row.id}`),
      added: cell(`added@${row.id}`),
      sent: cell(`sent@${row.id}`),
      received: cell(`received@${row.id}`),
      ...{ overdue: plain(0), acknowledged: plain(null), medianAcknowledgeHours: null },
    })),
    totals: {
      ...{ organisations: cell('organisations'), added: cell('added'), referrals: cell('referrals') },
      overdue: plain(0),
    },
    ...{ byStage: partsOf('stage'), byKind: partsOf('kind'), byField: partsOf('field'), byState: partsOf('state') },
    ...{ byMonth: [], flows: [] },
  }
}
