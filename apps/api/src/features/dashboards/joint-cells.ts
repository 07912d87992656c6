import { type CellSum, type CountCell, hideLinkedCells } from '@fuqiao/domain'
import type { JointCount } from './joint-figures-store.ts'

/** Measures that are cut by seat. `sent` and `received` are two cuts of the same referrals. */
const bySeat = ['organisations', 'added', 'sent', 'received', 'overdue'] as const
type SeatMeasure = (typeof bySeat)[number]
/** Measures that are cut by a property, and the whole that they are cuts of. */
const byPart = {
  stage: 'organisations',
  kind: 'organisations',
  field: 'organisations',
  state: 'referrals',
  month: 'referrals',
  flow: 'referrals',
} as const
export type PartMeasure = keyof typeof byPart

const wholeOf: Record<SeatMeasure, string> = {
  organisations: 'organisations',
  added: 'added',
  sent: 'referrals',
  received: 'referrals',
  overdue: 'overdue',
}
const figureOf: Record<SeatMeasure, string> = {
  organisations: 'organisations',
  added: 'newOrganisations',
  sent: 'sent',
  received: 'received',
  overdue: 'overdue',
}

/** The joint meeting's tables with small cells hidden. */
export type JointTables = {
  seat(measure: SeatMeasure, seat: string): number | null
  total(whole: 'organisations' | 'added' | 'referrals' | 'overdue'): number | null
  parts(measure: PartMeasure): { key: string; value: number | null }[]
}

export type JointCellsInput = {
  counts: readonly JointCount[]
  seats: readonly { low: string; isKnown: boolean; isTop: boolean }[]
  topTier: string
  /** Null where the viewer supervises everyone. */
  threshold: number | null
}

/**
 * Every table of the joint meeting is a cut of one of four wholes, and the flow between tiers also adds up to the top seat's own lines: all
 * cells are hidden together, so that no table betrays what another hides.
 */
export function jointTables({ counts, seats, topTier, threshold }: JointCellsInput): JointTables {
  const valueOf = (figure: string, seat: string | null, part = '') =>
    counts.find(row => row.figure === figure && row.seat === seat && row.part === part)?.n ?? 0
  const seatKey = (measure: SeatMeasure, low: string) => `${measure}@${low}`
  const partKey = (measure: PartMeasure, part: string) => `${measure}:${part}`
  const partsIn = (measure: PartMeasure) => counts.filter(({ figure }) => figure === measure).map(({ part }) => part)

  const seatCells = bySeat.flatMap(measure =>
    seats.map(({ low, isKnown }) => ({ key: seatKey(measure, low), value: valueOf(figureOf[measure], low), isKnown })),
  )
  const partCells = partMeasures().flatMap(measure =>
    partsIn(measure).map(part => ({ key: partKey(measure, part), value: valueOf(measure, null, part) })),
  )
  const wholes = [...new Set(Object.values(wholeOf))]
  const seatSums = bySeat.map((measure): CellSum => ({
    whole: wholeOf[measure],
    parts: seats.map(({ low }) => seatKey(measure, low)),
  }))
  const partSums = partMeasures().map((measure): CellSum => ({
    whole: byPart[measure],
    parts: partsIn(measure).map(part => partKey(measure, part)),
  }))
  const top = seats.find(({ isTop }) => isTop)
  const topSums: CellSum[] = top
    ? [
        {
          whole: seatKey('sent', top.low),
          parts: partsIn('flow')
            .filter(part => part.startsWith(`${topTier}>`))
            .map(part => partKey('flow', part)),
        },
        {
          whole: seatKey('received', top.low),
          parts: partsIn('flow')
            .filter(part => part.endsWith(`>${topTier}`))
            .map(part => partKey('flow', part)),
        },
      ]
    : []
  const cells: CountCell[] = [
    ...seatCells,
    ...partCells,
    ...wholes.map(whole => ({ key: whole, value: totalOf(seatSums, seatCells, whole) })),
  ]
  const shown =
    threshold === null
      ? new Map<string, number | null>(cells.map(({ key, value }) => [key, value]))
      : hideLinkedCells(
          cells,
          [...seatSums, ...partSums, ...topSums].filter(({ parts }) => parts.length > 0),
          threshold,
        )
  const at = (key: string) => shown.get(key) ?? (shown.has(key) ? null : 0)
  return {
    seat: (measure, low) => at(seatKey(measure, low)),
    total: whole => at(whole),
    parts: measure => partsIn(measure).map(part => ({ key: part, value: at(partKey(measure, part)) })),
  }
}

const partMeasures = () => Object.keys(byPart) as PartMeasure[]

function totalOf(sums: readonly CellSum[], cells: readonly CountCell[], whole: string): number {
  const parts = sums.find(sum => sum.whole === whole)?.parts ?? []
  return cells.filter(({ key }) => parts.includes(key)).reduce((all, { value }) => all + value, 0)
}
