import type { Tx } from '@fuqiao/db'
import { sql } from 'drizzle-orm'

/** The case that goes along with an organisation in this transaction, as the gate names it. */
export type Carried = { id: string; rulesVersion: number }

/** The running case that a hand-over carries; undefined where there is none, or the heir has one of its own. Locked. */
export async function readCarried(tx: Tx, referralId: string): Promise<Carried | undefined> {
  const [row] = await tx.execute<{ id: string | null; rulesVersion: number }>(
    sql`select c.id, c.rules_version as "rulesVersion" from app.carried_case(${referralId}) c`,
  )
  return row?.id == null ? undefined : { id: row.id, rulesVersion: row.rulesVersion }
}

/** How it is taken along. */
export type Carrying = { referralId: string; eventId: string; places: Readonly<Record<string, string>>; hand: string }

/** Takes it along, through its gate, with the line of its history. False where the heir began one of its own meanwhile. */
export async function takeAlong(tx: Tx, { referralId, eventId, places, hand }: Carrying): Promise<boolean> {
  const [row] = await tx.execute<{ id: string | null }>(
    sql`select c.id from app.carry_case(${referralId}, ${eventId}, ${JSON.stringify(places)}::jsonb, ${hand}) c`,
  )
  return row?.id != null
}
