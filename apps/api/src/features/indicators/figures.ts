import { cellsOf, figureOf, type RollupCell } from '@fuqiao/domain/indicators'
import type { Indicator, Profile } from '@fuqiao/domain/profile'
import { cellKey, type Sight, type WantedCell } from './rollup-store.ts'

/** Stretches that an amount is added up from: with the sign of each. */
export type Stretches = readonly { bucket: string; sign: 1 | -1 }[]

const monthsAfter = (month: number) =>
  Array.from({ length: 12 - month }, (_, index) => String(month + 1 + index).padStart(2, '0'))

const lastMonthOf = (bucket: string): number => {
  const part = bucket.slice(5)
  if (part === '') return 12
  if (part.startsWith('H')) return Number(part.slice(1)) * 6
  return part.startsWith('Q') ? Number(part.slice(1)) * 3 : Number(part)
}

/** What stood at the end of a stretch: all there is, without what came in the years and months after it. */
export function standingAt(bucket: string, lastYear: number): Stretches {
  const year = Number(bucket.slice(0, 4))
  const later = Array.from({ length: Math.max(0, lastYear - year) }, (_, index) => String(year + 1 + index))
  const months = monthsAfter(lastMonthOf(bucket)).map(month => `${year}-${month}`)
  return [{ bucket: 'all', sign: 1 }, ...[...later, ...months].map(after => ({ bucket: after, sign: -1 as const }))]
}

/** The stretches of a cell for a figure of a bucket. */
export const stretchesOf = ({ isStanding }: RollupCell, bucket: string, lastYear: number): Stretches =>
  isStanding ? standingAt(bucket, lastYear) : [{ bucket, sign: 1 }]

/** Figures of places, out of what the roll-ups hold; it says first which cells it will need. */
export class Figures {
  readonly #wanted = new Map<string, WantedCell>()
  readonly #all: readonly Indicator[]
  readonly #lastYear: number
  #held: ReadonlyMap<string, number> = new Map()

  constructor({ indicators }: Pick<Profile, 'indicators'>, lastYear: number) {
    this.#all = indicators
    this.#lastYear = lastYear
  }

  /** Asks for an indicator at a place. */
  want(indicator: Indicator, place: { tenantId: string; sight: Sight }, bucket: string): void {
    for (const cell of cellsOf(indicator, this.#all)) this.wantCell(cell, place, bucket)
  }

  /** Asks for one cell at a place. */
  wantCell(cell: RollupCell, place: { tenantId: string; sight: Sight }, bucket: string): void {
    for (const { bucket: part } of stretchesOf(cell, bucket, this.#lastYear)) {
      const wanted = wantedOf(cell, place, part)
      this.#wanted.set(cellKey(wanted), wanted)
    }
  }

  get wanted(): readonly WantedCell[] {
    return [...this.#wanted.values()]
  }

  /** Takes what was read. */
  fill(held: ReadonlyMap<string, number>): void {
    this.#held = held
  }

  /** An indicator at a place; null of a share of nothing. */
  at(indicator: Indicator, place: { tenantId: string; sight: Sight }, bucket: string): number | null {
    return figureOf(indicator, this.#all, cell => this.cellAt(cell, place, bucket))
  }

  /** One cell at a place. */
  cellAt(cell: RollupCell, place: { tenantId: string; sight: Sight }, bucket: string): number {
    return stretchesOf(cell, bucket, this.#lastYear).reduce(
      (sum, { bucket: part, sign }) => sum + sign * (this.#held.get(cellKey(wantedOf(cell, place, part))) ?? 0),
      0,
    )
  }
}

function wantedOf(
  { kind, counted, detail }: RollupCell,
  { tenantId, sight }: { tenantId: string; sight: Sight },
  bucket: string,
): WantedCell {
  return { tenantId, sight, kind, counted, detail, bucket }
}
