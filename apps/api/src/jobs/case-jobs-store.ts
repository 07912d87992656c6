import { schema, type Tx } from '@fuqiao/db'
import { asc, lte } from 'drizzle-orm'

const { caseTask } = schema

/** Cases of which something has to be looked at: whose tasks begin, are to be reminded of, or climb. Each once, whatever is due of it. */
export async function readCasesToLookAt(tx: Tx, now: Date, most: number) {
  const rows = await tx
    .select({ networkId: caseTask.networkId, id: caseTask.caseId })
    .from(caseTask)
    .where(lte(caseTask.nextClockAt, now))
    .orderBy(asc(caseTask.nextClockAt), asc(caseTask.id))
    .limit(most)
  return [...new Map(rows.map(row => [row.id, row])).values()]
}
