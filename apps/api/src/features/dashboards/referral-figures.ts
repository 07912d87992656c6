import { boardInput, type Drill, referralFiguresSchema } from '@fuqiao/contract'
import { DIRECTIONS, REFERRAL_STATES } from '@fuqiao/domain'
import type { z } from 'zod'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { type Scope, scopeOf } from './board-scope.ts'
import { childLines } from './child-lines.ts'
import { boardOf, figure, referralsOf } from './drill.ts'
import { twelveMonthsTo } from './period.ts'
import {
  type ChildCount,
  childCounts,
  type FlowCount,
  flowOf,
  monthCounts,
  responseCounts,
  type ResponseCount,
} from './referral-figures-store.ts'
import { limitsOf, medianHours, responseOf } from './response-times.ts'

type View = z.infer<typeof referralFiguresSchema>
type Counted = 'sent' | 'received' | 'accepted' | 'declined' | 'closed' | 'waiting' | 'overdue' | 'escalated'

const nothing: Omit<ChildCount, 'child'> = {
  sent: 0,
  received: 0,
  accepted: 0,
  declined: 0,
  closed: 0,
  waiting: 0,
  overdue: 0,
  escalated: 0,
}

/** Referrals that touch the scope, as counts: rows stay with their parties. */
export const referrals = tenantProcedure
  .meta({ can: ['read', 'Dashboard'] })
  .input(boardInput)
  .output(referralFiguresSchema)
  .query(async ({ ctx, input }) => {
    const scope = await scopeOf(ctx, input)
    const { stretch } = scope
    const previous = { since: stretch.previousSince, before: stretch.previousBefore }
    const year = twelveMonthsTo(scope.view.period.to)
    const [flow, flowBefore, children, childrenBefore, responses, months] = await Promise.all([
      flowOf(ctx.tx, scope, stretch),
      flowOf(ctx.tx, scope, previous),
      childCounts(ctx.tx, scope, stretch),
      childCounts(ctx.tx, scope, previous),
      responseCounts(ctx.tx, scope, stretch),
      monthCounts(ctx.tx, scope, year),
    ])
    const limits = limitsOf(scope.profile)
    return {
      scope: scope.view,
      submitted: figure(sumOf(flow), referralsOf(scope, 'outbox'), sumOf(flowBefore)),
      ...headOf(scope, children, childrenBefore),
      flows: flowsOf(scope, flow),
      ...partsOf(scope, flow),
      acknowledge: responseOf(
        responses.filter(({ measure }) => measure === 'acknowledge'),
        limits.acknowledge,
      ),
      decide: responseOf(
        responses.filter(({ measure }) => measure === 'decide'),
        limits.decide,
      ),
      months: year.months.map(month => ({
        month,
        submitted: 0,
        accepted: 0,
        declined: 0,
        closed: 0,
        ...months.find(row => row.month === month),
      })),
      children: linesOf(scope, children, responses),
    }
  })

const sumOf = (rows: readonly { n: number }[]) => rows.reduce((all, { n }) => all + n, 0)

function headOf(
  scope: Scope,
  now: readonly ChildCount[],
  before: readonly ChildCount[],
): Pick<View, 'sent' | 'received' | 'accepted' | 'declined' | 'acceptanceRate' | 'waiting' | 'overdue' | 'escalated'> {
  const all = (rows: readonly ChildCount[], name: Counted) => rows.reduce((sum, row) => sum + row[name], 0)
  const compared = (name: Counted, drill: Drill | null) => figure(all(now, name), drill, all(before, name))
  const decided = all(now, 'accepted') + all(now, 'declined')
  return {
    sent: compared('sent', referralsOf(scope, 'outbox')),
    received: compared('received', referralsOf(scope, 'inbox')),
    accepted: compared('accepted', referralsOf(scope, 'inbox')),
    declined: compared('declined', referralsOf(scope, 'inbox', { state: 'declined' })),
    acceptanceRate: decided === 0 ? null : all(now, 'accepted') / decided,
    waiting: figure(all(now, 'waiting'), referralsOf(scope, 'inbox')),
    overdue: figure(all(now, 'overdue'), referralsOf(scope, 'inbox', { overdue: 'true' })),
    escalated: figure(all(now, 'escalated'), referralsOf(scope, 'inbox', { overdue: 'true' })),
  }
}

function flowsOf(scope: Scope, flow: readonly FlowCount[]): View['flows'] {
  const pairs = Map.groupBy(flow, row => [row.fromTier, row.fromKind, row.toTier, row.toKind].join(' '))
  return [...pairs.values()]
    .flatMap(rows => {
      const [first] = rows
      if (!first) return []
      return [
        {
          from: { tier: first.fromTier, kind: first.fromKind },
          to: { tier: first.toTier, kind: first.toKind },
          value: sumOf(rows),
          drill: referralsOf(scope, 'outbox', { direction: first.direction }),
        },
      ]
    })
    .toSorted((a, b) => b.value - a.value)
}

function partsOf(scope: Scope, flow: readonly FlowCount[]): Pick<View, 'byState' | 'byDirection' | 'byMode'> {
  const parts = (column: 'state' | 'direction' | 'mode', keys: readonly string[], filter: string) =>
    keys
      .map(key => ({
        key,
        value: sumOf(flow.filter(row => row[column] === key)),
        drill: referralsOf(scope, 'outbox', { [filter]: key }),
      }))
      .filter(({ value }) => value > 0)
  return {
    byState: parts('state', REFERRAL_STATES, 'state'),
    byDirection: parts('direction', DIRECTIONS, 'direction'),
    byMode: parts(
      'mode',
      scope.profile.referral.modes.map(({ id }) => id),
      'mode',
    ),
  }
}

function linesOf(scope: Scope, counts: readonly ChildCount[], responses: readonly ResponseCount[]): View['children'] {
  const lines = childLines(
    scope,
    low => {
      const row = counts.find(({ child }) => child === low)
      if (!row) return null
      const { child: _, ...figures } = row
      return {
        ...figures,
        medianAcknowledgeHours: medianHours(
          responses.filter(({ child, measure }) => child === low && measure === 'acknowledge'),
        ),
      }
    },
    { ...nothing, medianAcknowledgeHours: null },
  )
  return lines.map(line => ({
    ...line,
    drill: line.isOwn ? (scope.isOwn ? { page: 'inbox' as const, query: {} } : null) : boardOf(line.tenant.id),
  }))
}
