import type { Actor } from '@fuqiao/access'
import type { schema } from '@fuqiao/db'
import type { SeededRandom } from '@fuqiao/db/factories'

type Tables = {
  [T in keyof typeof schema as (typeof schema)[T] extends { $inferInsert: unknown } ? T : never]: (typeof schema)[T]
}

/** Rows to be, by the name of their table in the schema. */
export type Rows = { [T in keyof Tables]: Tables[T]['$inferInsert'][] }

/** Somebody with a session, and whom it acts as by the rule book. */
export type PlottedActor = { networkId: number; sessionId: string; actor: Actor; isNowhere: boolean }

/** Invented networks with their rows and the people in them. */
export type Plot = { now: Date; rows: Rows; actors: PlottedActor[] }

/** A tenant as the plot goes on with it. */
export type PlotTenant = { id: string; key: bigint; high: bigint; depth: number; isActive: boolean }

/** What the rows of one network are made with. */
export type Plotting = {
  networkId: number
  random: SeededRandom
  rows: Rows
  tenants: PlotTenant[]
  /** An instant so many days (also broken) from now. */
  day(offset: number): Date
  newId(): string
}

/** An organisation of the plot and its custodian. */
export type PlotOrganisation = { id: string; custodian: PlotTenant }
