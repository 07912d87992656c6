import { boardInput, type JointFigures, jointFiguresSchema } from '@fuqiao/contract'
import { mightBeAllowed, type TenantActor } from '@fuqiao/access'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { profileOf } from '../network/index.ts'
import { boardOf } from './drill.ts'
import { jointTables, type JointTables } from './joint-cells.ts'
import { jointCounts, type JointCount, jointResponses, type Seat, seatsOf } from './joint-figures-store.ts'
import { stretchOf } from './period.ts'
import { medianHours } from './response-times.ts'

/**
 * Figures across the tiers for a member of the joint meeting, from whatever tenant (B-18): cut by seat, small cells hidden unless the member's
 * own incubator supervises them, and no way into another's rows.
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
    const line = {
      actor,
      tables,
      counts,
      responses,
      threshold,
      topTier,
      mayOpen: mightBeAllowed(ctx.ability, 'read', 'Dashboard'),
    }
    return {
      period: stretch.view,
      asOf: now.toISOString(),
      smallCell: threshold,
      seats: shown.map(seat => seatLine(seat, line)),
      totals: totalsOf(tables),
      ...partsOf(tables),
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
  mayOpen: boolean
}

/** The viewer sits here: all incubators of the top tier share the first seat. */
function isOwnSeat({ actor, topTier }: Tables, { low, high, isTop }: Seat): boolean {
  return isTop ? actor.tier === topTier : actor.scopeLow >= BigInt(low) && actor.scopeLow <= BigInt(high)
}

function seatLine(seat: Seat, line: Tables): JointFigures['seats'][number] {
  const { actor, tables, counts, responses, threshold } = line
  const own = responses.filter(row => row.seat === seat.low)
  const answers = own.reduce((all, { n }) => all + n, 0)
  const isKnown = isSupervised(actor, seat)
  return {
    key: seat.id,
    name: seat.shortName,
    divisionCode: seat.divisionCode,
    isOwn: isOwnSeat(line, seat),
    incubators: counts.find(row => row.figure === 'incubators' && row.seat === seat.low)?.n ?? 0,
    organisations: tables.seat('organisations', seat.low),
    added: tables.seat('added', seat.low),
    sent: tables.seat('sent', seat.low),
    received: tables.seat('received', seat.low),
    overdue: tables.seat('overdue', seat.low),
    medianAcknowledgeHours: threshold === null || isKnown || answers >= threshold ? medianHours(own) : null,
    drill: isKnown && line.mayOpen ? boardOf(seat.id) : null,
  }
}

function totalsOf(tables: JointTables): JointFigures['totals'] {
  return {
    organisations: tables.total('organisations'),
    added: tables.total('added'),
    referrals: tables.total('referrals'),
    overdue: tables.total('overdue'),
  }
}

function partsOf(
  tables: JointTables,
): Pick<JointFigures, 'byStage' | 'byKind' | 'byField' | 'byState' | 'byMonth' | 'flows'> {
  return {
    byStage: tables.parts('stage'),
    byKind: tables.parts('kind'),
    byField: tables.parts('field'),
    byState: tables.parts('state'),
    byMonth: tables.parts('month').toSorted((a, b) => a.key.localeCompare(b.key)),
    flows: tables
      .parts('flow')
      .map(({ key, value }) => ({ from: key.split('>')[0] ?? '', to: key.split('>')[1] ?? '', value })),
  }
}
