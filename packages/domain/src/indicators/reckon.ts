import type { Indicator, Target } from '../profile/indicator-schema.ts'
import type { FactKind } from '../profile/vocabulary.ts'

/** A cell of the roll-ups: of which facts, how counted, and whether what happened or what stands. */
export type RollupCell = {
  readonly kind: FactKind
  readonly counted: 'amount' | 'subjects'
  /** '' is all of the kind. */
  readonly detail: string
  /** Reckoned over all time up to the end of the stretch, and not within it. */
  readonly isStanding: boolean
}

/** The cells that an indicator adds up; those of its part and its whole where it is a share. */
export function cellsOf(indicator: Indicator, all: readonly Indicator[]): RollupCell[] {
  const { reckoned } = indicator
  if (reckoned.as === 'share') return partsOf(indicator, all).flatMap(each => cellsOf(each, all))
  if (reckoned.as === 'organisations')
    return [{ kind: reckoned.kind, counted: 'subjects', detail: '', isStanding: false }]
  const isStanding = reckoned.as === 'standing'
  return (reckoned.details ?? ['']).map(detail => ({
    kind: reckoned.kind,
    counted: 'amount' as const,
    detail,
    isStanding,
  }))
}

function partsOf({ reckoned }: Indicator, all: readonly Indicator[]): Indicator[] {
  if (reckoned.as !== 'share') return []
  return [reckoned.part, reckoned.whole].flatMap(id => all.find(entry => entry.id === id) ?? [])
}

/** What stands in a cell; 0 where nothing does. */
export type ReadCell = (cell: RollupCell) => number

/** An indicator's figure at one place. A share is reckoned there from its part and its whole, in tenths of a per cent, and is null where the whole is nothing. */
export function figureOf(indicator: Indicator, all: readonly Indicator[], read: ReadCell): number | null {
  if (indicator.reckoned.as !== 'share') return cellsOf(indicator, all).reduce((sum, cell) => sum + read(cell), 0)
  const [part, whole] = partsOf(indicator, all).map(each => figureOf(each, all, read) ?? 0)
  return whole ? Math.round(((part ?? 0) / whole) * 1000) / 10 : null
}

/** How many there are below a place of what a target speaks of. */
export type CountEach = {
  /** Incubators of a tier, or of a kind beside the centres, that stand there. */
  incubators(sort: string): number
  divisions(tier: string, kinds: readonly string[] | undefined): number
  readonly isWhole: boolean
}

/** What is to be reached at a place by a target; null where it asks nothing of it. */
export function planOf({ each, value }: Target, count: CountEach): number | null {
  if (each.of === 'network') return count.isWhole ? value : null
  if (each.of === 'division') return orNull(count.divisions(each.tier, each.kinds) * value)
  const sorts = each.kinds?.filter(kind => kind !== 'administrative') ?? []
  const tiers = each.kinds && !each.kinds.includes('administrative') ? [] : each.tiers
  return orNull([...tiers, ...sorts].reduce((sum, sort) => sum + count.incubators(sort), 0) * value)
}

const orNull = (value: number) => (value === 0 ? null : value)

/** Whether a target is asked for in a year: every year from its first, or until the year of its day and, as long as it is missed, after it. */
export function isAskedIn({ when }: Target, year: number): boolean {
  if (when.by === 'year') return when.from === undefined || when.from <= year
  return true
}

/** How much of a plan is reached, in per cent; more than a hundred where it is passed. */
export const attainmentOf = (fact: number, plan: number): number => Math.round((fact / plan) * 1000) / 10
