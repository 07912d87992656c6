import { boardInput, type Drill, type JointFigures, jointFiguresSchema, type Period } from '@fuqiao/contract'
import { mightBeAllowed, type TenantActor } from '@fuqiao/access'
import type { ActingIn } from '../../rpc/acting-in.ts'
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
  .query(({ ctx, input }) => {
    const { actor } = ctx
    authorise(ctx.ability, 'read', 'JointDashboard', { relation: 'network' })
    const mayOpen = mightBeAllowed(ctx.ability, 'read', 'Dashboard')
    return jointFiguresFor(ctx, { period: input.period, viewer: { actor, mayOpen } })
  })

/** Who looks: whoever supervises a seat knows its figures, and may open them where boards are read. Null: everybody who sits there, so that nothing small is shown and nothing opens. */
type Viewer = { actor: TenantActor; mayOpen: boolean } | null

/**
 * The figures of all tiers now, for a viewer or for the meeting as a whole. The gates ask whether the acting person may have them counted.
 */
export async function jointFiguresFor(
  { tx, actor, now, deps }: ActingIn & { actor: TenantActor },
  { period, viewer }: { period: Period; viewer: Viewer },
): Promise<JointFigures> {
  const profile = profileOf(deps, actor)
  const stretch = stretchOf(period, now)
  const [counts, responses, seats] = await Promise.all([
    jointCounts(tx, stretch),
    jointResponses(tx, stretch, { starts: profile.businessDayStarts, ends: profile.businessDayEnds }),
    seatsOf(tx, actor.networkId),
  ])
  const topTier = profile.tiers[0]?.id ?? ''
  const threshold = viewer?.actor.isRoot === true ? null : profile.smallCell
  const shown = seats.filter(({ low, status }) => status === 'active' || counts.some(({ seat }) => seat === low))
  const tables = jointTables({
    counts,
    seats: shown.map(seat => ({ low: seat.low, isTop: seat.isTop, isKnown: isSupervised(viewer, seat) })),
    topTier,
    threshold,
  })
  const lists = jointLists(stretch.view, topTier)
  const line = { viewer, lists, tables, counts, responses, threshold, topTier }
  return {
    period: stretch.view,
    asOf: now.toISOString(),
    smallCell: threshold,
    seats: shown.map(seat => seatLine(seat, line)),
    ...wholeOf(tables, viewer?.mayOpen && viewer.actor.isRoot ? lists : null),
  }
}

/** The viewer's own tenant stands at the seat or above it, so its figures are on the viewer's own board anyway. */
function isSupervised(viewer: Viewer, { low, high, isTop }: Seat): boolean {
  if (viewer === null) return false
  const { actor } = viewer
  return isTop ? actor.isRoot : BigInt(low) >= actor.scopeLow && BigInt(high) <= actor.scopeHigh
}

type Tables = {
  viewer: Viewer
  tables: JointTables
  counts: readonly JointCount[]
  responses: readonly { seat: string; hours: number; n: number }[]
  threshold: number | null
  topTier: string
  lists: ReturnType<typeof jointLists>
}

/** The viewer sits here: all incubators of the top tier share the first seat. */
function isOwnSeat({ viewer, topTier }: Tables, { low, high, isTop }: Seat): boolean {
  if (viewer === null) return false
  const { actor } = viewer
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
  const isKnown = isSupervised(line.viewer, seat)
  const lists: SeatLists | null = isKnown && line.viewer?.mayOpen ? line.lists.ofSeat(seat) : null
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
