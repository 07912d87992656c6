import {
  type Counted,
  type Drill,
  type NeedCountColumn,
  type ReferralCountColumn,
  UNMET_CAUSES,
} from '@fuqiao/contract'
import { DIRECTIONS, type Profile, REFERRAL_MODES, REFERRAL_STATES } from '@fuqiao/domain'
import type { Scope } from './board-scope.ts'
import { childLines, type LineTenant } from './child-lines.ts'
import { counted, lineOf, type Whose } from './drill.ts'
import type { Line, NeedLine, ReferralLine } from './figure-lines-store.ts'

/** What a figure counts: the lines of its incubators, and how the list goes on from one to those below it. */
export type CountedList<L extends Line = Line> = {
  scope: Scope
  lines: readonly L[]
  /** The incubator alone: the list does not go on. */
  alone: boolean
  /** The same list for a line of it. */
  drillOf: (whose: Whose) => Drill
}

/** What the counts stand in the order of. */
export type CountOrder<Key extends string> = { by: Key; descending: boolean } | undefined
type Ranks<Key extends string, Row> = Readonly<Record<Key, (row: Row) => string | number>>

/** As many as the lines say. */
export function sumOf(lines: readonly { n: number }[]): number {
  return lines.reduce((all, { n }) => all + n, 0)
}

/** The list goes on to the incubators one tier down. */
function goesOn({ scope, alone }: CountedList): boolean {
  return !alone && scope.lines.length > 1
}

/** The counts by incubator one tier down; none where the list does not go on. */
export function childrenOf(list: CountedList): ({ tenant: LineTenant; isOwn: boolean } & Counted)[] {
  const { scope, lines, drillOf } = list
  if (!goesOn(list)) return []
  const span = BigInt(scope.span)
  const byChild = Map.groupBy(lines, ({ place }) => (BigInt(place) - (BigInt(place) % span)).toString())
  const found = childLines(
    scope,
    low => {
      const own = byChild.get(low)
      return own ? { value: sumOf(own) } : null
    },
    { value: 0 },
  )
  return found
    .filter(({ value }) => value > 0)
    .map(line => ({ ...line, ...counted(line.value, drillOf(lineOf(scope, line))) }))
}

/** The referrals that the viewer may open. */
export function openIds({ lines }: CountedList): string[] {
  return lines.flatMap(({ referralId }) => referralId ?? [])
}

type Described<D> = D & { value: number }

/** What the viewer has no row of, at the last incubator: as many as there are of each description, the most first unless ordered otherwise. */
function restOf<L extends Line, D extends object, Key extends string>(
  list: CountedList<L>,
  describe: (line: L) => D,
  { ranks, order }: { ranks: Ranks<Key, Described<D>>; order: CountOrder<Key> },
): Described<D>[] {
  if (goesOn(list)) return []
  const groups = Map.groupBy(
    list.lines.filter(({ referralId }) => referralId === null),
    line => JSON.stringify(describe(line)),
  )
  const rows = [...groups.values()]
    .flatMap(group => (group[0] ? [{ ...describe(group[0]), value: sumOf(group) }] : []))
    .toSorted((a, b) => b.value - a.value)
  if (!order) return rows
  const rank = ranks[order.by]
  const upwards = (a: Described<D>, b: Described<D>) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0)
  return rows.toSorted((a, b) => (order.descending ? upwards(b, a) : upwards(a, b)))
}

/** The place in a list of the network; what it does not name comes last. */
const placeIn = (ids: readonly string[], id: string | null): number =>
  id === null || !ids.includes(id) ? ids.length : ids.indexOf(id)

/** The referrals that the viewer has no row of, by what a superior is told of them. */
export function referralRest(list: CountedList<ReferralLine>, order: CountOrder<ReferralCountColumn>) {
  const tiers = list.scope.profile.tiers.map(({ id }) => id)
  const end = (of: { tier: string; kind: string } | null) => `${placeIn(tiers, of?.tier ?? null)} ${of?.kind ?? ''}`
  return restOf(
    list,
    ({ fromTier, fromKind, toTier, toKind, state, direction, mode }) => ({
      from: { tier: fromTier, kind: fromKind },
      to: toTier !== null && toKind !== null ? { tier: toTier, kind: toKind } : null,
      state,
      direction,
      mode,
    }),
    {
      order,
      ranks: {
        from: row => end(row.from),
        to: row => end(row.to),
        direction: row => placeIn(DIRECTIONS, row.direction),
        mode: row => placeIn(REFERRAL_MODES, row.mode),
        state: row => placeIn(REFERRAL_STATES, row.state),
        value: row => row.value,
      },
    },
  )
}

/** The unmet needs that the viewer has no row of, by what a superior is told of them. */
export function needRest(list: CountedList<NeedLine>, order: CountOrder<NeedCountColumn>) {
  const { functions, fields } = list.scope.profile
  const causes = causesOf(list.scope.profile)
  return restOf(list, ({ need, field, area, cause }) => ({ need, field, area, cause }), {
    order,
    ranks: {
      need: row => placeIn(idsOf(functions), row.need),
      field: row => placeIn(idsOf(fields), row.field),
      area: row => row.area ?? '~',
      cause: row => placeIn(causes, row.cause),
      value: row => row.value,
    },
  })
}

const idsOf = (list: readonly { id: string }[]) => list.map(({ id }) => id)

/** Reasons of a decline as the network lists them, then what else leaves a need unmet. */
function causesOf({ referral }: Profile): string[] {
  return [...referral.declineReasons.map(({ code }) => code), ...UNMET_CAUSES]
}
