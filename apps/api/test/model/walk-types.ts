import type { WrittenBeside } from './marked-beside.ts'
import type { Player, WalkCity } from './city.ts'
import type { Model, Modelled } from './model.ts'
import type { Changed, Move } from './moves.ts'
import type { Stored } from './rules.ts'

/** One step, as numbers that are read against what stands when it comes: so that any part of a walk is a walk. */
export type Step = { kind: number; a: number; b: number; c: number; d: number }

/** Where a walk sets out: so many steps of the main path are gone already, by people whose part they are; or a way off it, by its place among `detours`, when there is one. */
export type Start = { steps: number; mode: Modelled['mode']; to: number; detour: number }

/** How often what happened: to see that walks go everywhere. */
export type Tally = Map<string, number>

/** A walk under way: the city, what the model says of it, what is stored of it. */
export type Walk = {
  city: WalkCity
  model: Model
  players: readonly Player[]
  organisationIds: string[]
  stored: Stored
  last: { move: Move; answer: Changed } | null
  /** What the first custodian wrote about the first organisation beside any referral; null where nothing is marked. */
  beside: WrittenBeside | null
  tally: Tally
}

/** A model and the real thing part: what was done, and how each stands. */
export class Parted extends Error {
  override name = 'Parted'
}

/** Counts what happened. */
export const count = ({ tally }: Walk, what: string) => tally.set(what, (tally.get(what) ?? 0) + 1)
