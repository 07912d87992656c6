import type { Tx } from '@fuqiao/db'
import { sql } from 'drizzle-orm'
import type { ReferralRow } from './referral-store.ts'

/** What a letter's code proves to anyone, through the gate. */
export async function readLetterByCode(tx: Tx, code: string) {
  const rows = (await tx.execute(
    sql`select number, submitted_at, sender, target, state from app.verify_letter(${code})`,
  )) as unknown as {
    number: string
    submitted_at: string
    sender: string
    target: string
    state: ReferralRow['state']
  }[]
  const [row] = rows
  if (!row) return null
  return {
    number: row.number,
    submittedAt: new Date(row.submitted_at).toISOString(),
    senderName: row.sender,
    targetName: row.target,
    state: row.state,
  }
}
