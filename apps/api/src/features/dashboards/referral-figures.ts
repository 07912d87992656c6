import { boardInput, type ReferralCountFilter, referralFiguresSchema } from '@fuqiao/contract'
import { DIRECTIONS, REFERRAL_STATES } from '@fuqiao/domain'
import type { z } from 'zod'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { type Scope, scopeOf } from './board-scope.ts'
import { childLines } from './child-lines.ts'
import { boardOf, counted, figure, lineOf, referralsOf, type Whose, wholeOf } from './drill.ts'
import { lastOfMonth, twelveMonthsTo } from './period.ts'
import {
  type ChildCount,
  childCounts,
  type FlowCount,
  flowOf,
  type MonthCount,
  monthCounts,
  responseCounts,
  type ResponseCount,
} from './referral-figures-store.ts'
import { limitsOf, medianHours, responseOf } from './response-times.ts'

type View = z.infer<typeof referralFiguresSchema>

const nothing: Omit<ChildCount, 'child'> = {
  sent: 0,
  received: 0,
  accepted: 0,
  declined: 0,
  closed: 0,
  unconfirmed: 0,
  waiting: 0,
  overdue: 0,
  escalated: 0,
}
type Measure = keyof typeof nothing

/** Submitted in the board's time, each once. */
const submitted = { side: 'any', moment: 'submitted' } as const
/** Received in the board's time, by the target's side. */
const received = { side: 'to', moment: 'submitted' } as const
/** What each count of an incubator counts, in the words of the list behind it. What waits is as of now. */
const listOf: Readonly<Record<Measure | 'decided', Partial<ReferralCountFilter>>> = {
  sent: { side: 'from', moment: 'submitted' },
  received,
  accepted: { ...received, outcome: 'accepted' },
  declined: { ...received, outcome: 'declined' },
  decided: { ...received, outcome: 'decided' },
  closed: { ...received, outcome: 'closed' },
  unconfirmed: { ...received, outcome: 'unconfirmed' },
  waiting: { side: 'holder' },
  overdue: { side: 'holder', overdue: true },
  escalated: { side: 'holder', escalated: true },
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
    const whole = wholeOf(scope)
    const answered = (measure: 'acknowledge' | 'decide') =>
      responseOf(
        responses.filter(row => row.measure === measure),
        limits[measure],
        filter => referralsOf(whole, { ...received, measure, ...filter }),
      )
    return {
      scope: scope.view,
      submitted: figure(sumOf(flow), referralsOf(whole, submitted), sumOf(flowBefore)),
      ...headOf(scope, children, childrenBefore),
      flows: flowsOf(whole, flow),
      ...partsOf(scope, flow),
      acknowledge: answered('acknowledge'),
      decide: answered('decide'),
      months: year.months.map(month => monthOf(whole, month, months)),
      children: linesOf(scope, children, responses),
    }
  })

const sumOf = (rows: readonly { n: number }[]) => rows.reduce((all, { n }) => all + n, 0)

function headOf(
  scope: Scope,
  now: readonly ChildCount[],
  before: readonly ChildCount[],
): Pick<
  View,
  | 'sent'
  | 'received'
  | 'accepted'
  | 'declined'
  | 'decided'
  | 'acceptanceRate'
  | 'closed'
  | 'unconfirmed'
  | 'waiting'
  | 'overdue'
  | 'escalated'
> {
  const all = (rows: readonly ChildCount[], name: Measure) => rows.reduce((sum, row) => sum + row[name], 0)
  const of = (name: Measure | 'decided') => referralsOf(wholeOf(scope), listOf[name])
  const compared = (name: Measure) => figure(all(now, name), of(name), all(before, name))
  const decided = all(now, 'accepted') + all(now, 'declined')
  return {
    sent: compared('sent'),
    received: compared('received'),
    accepted: compared('accepted'),
    declined: compared('declined'),
    decided: counted(decided, of('decided')),
    acceptanceRate: decided === 0 ? null : all(now, 'accepted') / decided,
    closed: compared('closed'),
    unconfirmed: compared('unconfirmed'),
    waiting: figure(all(now, 'waiting'), of('waiting')),
    overdue: figure(all(now, 'overdue'), of('overdue')),
    escalated: figure(all(now, 'escalated'), of('escalated')),
  }
}

function flowsOf(whole: Whose, flow: readonly FlowCount[]): View['flows'] {
  const pairs = Map.groupBy(flow, row => [row.fromTier, row.fromKind, row.toTier, row.toKind].join(' '))
  return [...pairs.values()]
    .flatMap(rows => {
      const [first] = rows
      if (!first) return []
      const { fromTier, fromKind, toTier, toKind } = first
      const drill = referralsOf(whole, { ...submitted, fromTier, fromKind, toTier, toKind })
      const ends = { from: { tier: fromTier, kind: fromKind }, to: { tier: toTier, kind: toKind } }
      return [{ ...ends, value: sumOf(rows), drill }]
    })
    .toSorted((a, b) => b.value - a.value)
}

function partsOf(scope: Scope, flow: readonly FlowCount[]): Pick<View, 'byState' | 'byDirection' | 'byMode'> {
  const parts = (column: 'state' | 'direction' | 'mode', keys: readonly string[]) =>
    keys
      .map(key => ({
        key,
        value: sumOf(flow.filter(row => row[column] === key)),
        drill: referralsOf(wholeOf(scope), { ...submitted, [column]: key }),
      }))
      .filter(({ value }) => value > 0)
  return {
    byState: parts('state', REFERRAL_STATES),
    byDirection: parts('direction', DIRECTIONS),
    byMode: parts(
      'mode',
      scope.profile.referral.modes.map(({ id }) => id),
    ),
  }
}

/** What happened in a month, whatever the board's time is. */
function monthOf(whole: Whose, month: string, months: readonly MonthCount[]): View['months'][number] {
  const row = months.find(line => line.month === month)
  const days = { from: `${month}-01`, to: lastOfMonth(month) }
  const of = (value: number | undefined, filter: Partial<ReferralCountFilter>) =>
    counted(value ?? 0, referralsOf(whole, { side: 'any', ...filter }, days))
  return {
    month,
    submitted: of(row?.submitted, { moment: 'submitted' }),
    accepted: of(row?.accepted, { moment: 'decided', outcome: 'accepted' }),
    declined: of(row?.declined, { moment: 'decided', outcome: 'declined' }),
    closed: of(row?.closed, { moment: 'closed' }),
  }
}

function linesOf(scope: Scope, counts: readonly ChildCount[], responses: readonly ResponseCount[]): View['children'] {
  const answersOf = (low: string) =>
    responses.filter(({ child, measure, days }) => child === low && measure === 'acknowledge' && days !== null)
  const lines = childLines(
    scope,
    low => {
      const row = counts.find(({ child }) => child === low)
      return row ? { row, answers: answersOf(low) } : null
    },
    { row: nothing, answers: [] as ResponseCount[] },
  )
  return lines.map(({ row, answers, tenant, isOwn }) => {
    const whose = lineOf(scope, { tenant, isOwn })
    const of = (name: Measure) => counted(row[name], referralsOf(whose, listOf[name]))
    return {
      tenant,
      isOwn,
      sent: of('sent'),
      received: of('received'),
      accepted: of('accepted'),
      declined: of('declined'),
      decided: counted(row.accepted + row.declined, referralsOf(whose, listOf.decided)),
      closed: of('closed'),
      unconfirmed: of('unconfirmed'),
      waiting: of('waiting'),
      overdue: of('overdue'),
      escalated: of('escalated'),
      acknowledged: counted(sumOf(answers), referralsOf(whose, { ...received, measure: 'acknowledge', isTimed: true })),
      medianAcknowledgeHours: medianHours(answers),
      drill: isOwn ? referralsOf(whose, submitted) : boardOf(tenant.id),
    }
  })
}
