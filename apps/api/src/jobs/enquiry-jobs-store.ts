import { schema, type Tx } from '@fuqiao/db'
import { and, asc, eq, lte, notExists, or, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'

const { enquiry, enquiryTarget, network } = schema
const awaited = alias(enquiryTarget, 'awaited')

/** Enquiries to which something may have to happen by itself at an instant: whose look has come, or whom all have answered. Keys alone. */
export async function readEnquiriesToLookAt(tx: Tx, now: Date, most: number) {
  const stillAwaited = tx
    .select({ one: sql`1` })
    .from(awaited)
    .where(
      and(eq(awaited.networkId, enquiry.networkId), eq(awaited.enquiryId, enquiry.id), eq(awaited.answer, 'awaited')),
    )
  return tx
    .select({ networkId: enquiry.networkId, id: enquiry.id, profileId: network.profileId })
    .from(enquiry)
    .innerJoin(network, eq(network.id, enquiry.networkId))
    .where(
      and(
        sql`${enquiry.nextClockAt} is not null`,
        or(lte(enquiry.nextClockAt, now), and(eq(enquiry.state, 'open'), notExists(stillAwaited))),
      ),
    )
    .orderBy(asc(enquiry.nextClockAt), asc(enquiry.id))
    .limit(most)
}
