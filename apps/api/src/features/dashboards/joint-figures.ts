import { boardInput, type Drill, type JointFigures, jointFiguresSchema } from '@fuqiao/contract'
import { mightBeAllowed, type TenantActor } from '@fuqiao/access'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { profileOf } from '../network/index.ts'
import { boardOf } from './drill.ts'
import { jointLists, type SeatLists } from './joint-lists.ts'
import { jointTables, type JointTables, type PartMeasure } from './joint-cells.ts'
import { jointCounts, type JointCount, jointResponses, type Seat, seatsOf } from './joint-figures-store.ts'
import { stretchOf } from './period.ts'
import { medianHours } from './response-times.ts'

/**
 * Figures across the tiers for a member of the joint meeting, from whatever tenant (B-18): cut by seat, small cells hidden unless the member's
 * own incubator supervises them. A figure opens its rows where the member reads boards and its own incubator supervises all that it counts:
 * the seats below it, and the network's as a whole at the top. Every other figure is plainly a number, for the cell is the finest that the
 * meeting may see.
 * @throws NOT_ALLOWED for anyone who is no member
 */
export const joint = tenantProcedure
  .meta({ can: ['read', 'JointDashboard'] })
  .input(boardInput.omit({ tenantId: true }))
  .output(jointFiguresSchema)
  .query(async ({ ctx, input }) => {
    const { actor, tx, now } = ctx
    authorise(ctx.ability, 'read', 'JointDashboard', { relation: 'network' })
    const profile = profileOf(ctx.deps, actor)
    const stretch = stretchOf(input.period, now)
    const [counts, responses, seats] = await Promise.all([
      jointCounts(tx, stretch),
      jointResponses(tx, stretch, { starts: profile.businessDayStarts, ends: profile.businessDayEnds }),
      seatsOf(tx, actor.networkId),
    ])
    const topTier = profile.tiers[0]?.id ?? ''
    const threshold = actor.isRoot ? null : profile.smallCell
    const shown = seats.filter(({ low, status }) => status === 'active' || counts.some(({ seat }) => seat === low))
    const tables = jointTables({
      counts,
      seats: shown.map(seat => ({ low: seat.low, isTop: seat.isTop, isKnown: isSupervised(actor, seat) })),
      topTier,
      threshold,
    })
    const mayOpen = mightBeAllowed(ctx.ability, 'read', 'Dashboard')
    const lists = jointLists(stretch.view, topTier)
    const line = {
      actor,
      lists,
      tables,
      counts,
      responses,
      threshold,
      topTier,
      mayOpen,
    }
    return {
      period: stretch.view,
      asOf: now.toISOString(),
      smallCell: threshold,
      seats: shown.map(seat => seatLine(seat, line)),
      ...wholeOf(tables, mayOpen && actor.isRoot ? lists : null),
    }
  })

/** The viewer's own tenant stands at the seat or above it, so its figures are on the viewer's own board anyway. */
function isSupervised(actor: TenantActor, { low, high, isTop }: Seat): boolean {
  return isTop ? actor.isRoot : BigInt(low) >= actor.scopeLow && BigInt(high) <= actor.scopeHigh
}

type Tables = {
  actor: TenantActor
  tables: JointTables
  counts: readonly JointCount[]
  responses: readonly { seat: string; hours: number; n: number }[]
  threshold: number | null
  topTier: string
  lists: ReturnType<typeof jointLists>
  mayOpen: boolean
}

/** The viewer sits here: all incubators of the top tier share the first seat. */
function isOwnSeat({ actor, topTier }: Tables, { low, high, isTop }: Seat): boolean {
  return isTop ? actor.tier === topTier : actor.scopeLow >= BigInt(low) && actor.scopeLow <= BigInt(high)
}

type Cell = { value: number | null; drill: Drill | null }
/** What is hidden opens nothing. */
const cellOf = (value: number | null, drill: Drill | null | undefined): Cell => ({
  value,
  drill: value === null ? null : (drill ?? null),
})

function seatLine(seat: Seat, line: Tables): JointFigures['seats'][number] {
  const { tables, counts, responses, threshold } = line
  const own = responses.filter(row => row.seat === seat.low)
  const answers = own.reduce((all, { n }) => all + n, 0)
  const isKnown = isSupervised(line.actor, seat)
  const lists: SeatLists | null = isKnown && line.mayOpen ? line.lists.ofSeat(seat) : null
  const measured = (name: 'organisations' | 'added' | 'sent' | 'received' | 'overdue') =>
    cellOf(tables.seat(name, seat.low), lists?.[name])
  return {
    key: seat.id,
    name: seat.shortName,
    divisionCode: seat.divisionCode,
    isOwn: isOwnSeat(line, seat),
    incubators: cellOf(
      counts.find(row => row.figure === 'incubators' && row.seat === seat.low)?.n ?? 0,
      lists?.incubators,
    ),
    organisations: measured('organisations'),
    added: measured('added'),
    sent: measured('sent'),
    received: measured('received'),
    overdue: measured('overdue'),
    acknowledged: cellOf(isKnown ? answers : null, lists?.acknowledged),
    medianAcknowledgeHours: threshold === null || isKnown || answers >= threshold ? medianHours(own) : null,
    drill: lists && boardOf(seat.id),
  }
}

function wholeOf(
  tables: JointTables,
  lists: ReturnType<typeof jointLists> | null,
): Pick<JointFigures, 'totals' | 'byStage' | 'byKind' | 'byField' | 'byState' | 'byMonth' | 'flows'> {
  const parts = (name: PartMeasure) =>
    tables.parts(name).map(({ key, value }) => ({ key, ...cellOf(value, lists?.ofPart(name, key)) }))
  const total = (name: 'organisations' | 'added' | 'referrals' | 'overdue') =>
    cellOf(tables.total(name), lists?.ofTotal[name])
  return {
    totals: {
      organisations: total('organisations'),
      added: total('added'),
      referrals: total('referrals'),
      overdue: total('overdue'),
    },
    byStage: parts('stage'),
    byKind: parts('kind'),
    byField: parts('field'),
    byState: parts('state'),
    byMonth: parts('month').toSorted((a, b) => a.key.localeCompare(b.key)),
    flows: parts('flow').map(({ key, ...cell }) => ({
      from: key.split('>')[0] ?? '',
      to: key.split('>')[1] ?? '',
      ...cell,
    })),
  }
}
