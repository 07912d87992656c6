import type { Drill } from '@fuqiao/contract'
import { TIERS } from '@fuqiao/domain/profile'
import type { ApiOutputs } from '#lib/api.ts'
import { drillHref } from './board-address.ts'
import { endOf } from './figure-words.ts'

type Referrals = ApiOutputs['dashboards']['referrals']
type Flow = { from: string; to: string; value: number; href: string | undefined }

const order = TIERS.flatMap(tier => [tier, `${tier}-beside`])
const rank = (id: string) => order.indexOf(id)

/** The list behind a flow whose ends stand for all kinds beside the centres. */
function together({ from, to, drill }: Referrals['flows'][number]): Drill | null {
  if (!drill) return null
  const end = ({ kind }: { kind: string }) => (kind === 'administrative' ? kind : 'beside')
  return { ...drill, query: { ...drill.query, fromKind: end(from), toKind: end(to) } }
}

/** Flows with the kinds beside the centres as one end at each tier, from the top down: the eye follows five or six ends, not nine. */
export function mergeFlows({ flows, scope }: Pick<Referrals, 'flows' | 'scope'>) {
  const merged = new Map<string, Flow>()
  const labels = new Map<string, string>()
  for (const flow of flows) {
    const [from, to] = [endOf(flow.from), endOf(flow.to)]
    labels.set(from.id, from.label).set(to.id, to.label)
    const key = `${from.id} ${to.id}`
    const value = (merged.get(key)?.value ?? 0) + flow.value
    merged.set(key, { from: from.id, to: to.id, value, href: drillHref(together(flow), scope.period) })
  }
  const sorted = [...merged.values()].toSorted((a, b) => rank(a.from) - rank(b.from) || rank(a.to) - rank(b.to))
  const nodes = (['from', 'to'] as const).flatMap(side =>
    [...new Set(sorted.map(flow => flow[side]))]
      .toSorted((a, b) => rank(a) - rank(b))
      .map(id => ({ id, side, label: labels.get(id) ?? id })),
  )
  return { flows: sorted, nodes }
}
