import { schema, type Tx } from '@fuqiao/db'
import { and, eq, sql } from 'drizzle-orm'

const { outbox, referral, referralEvent } = schema

/** A referral as it is stored. */
export type ReferralRow = typeof referral.$inferSelect
/** Columns that a transition may set. */
export type ReferralColumns = Partial<Omit<ReferralRow, 'networkId' | 'id'>>
/** Who reads a line of the timeline. */
export type Audience = ('sender' | 'target' | 'organisation' | 'desk')[]
/** Codes and dates of a line; never a field of a dossier. */
export type EventData = Record<string, string | number | boolean | null>

/** Which referral. */
export type ReferralKey = { networkId: number; id: string }

/** The organisation that a referral concerns. @throws Error for one that names none: nothing of a dossier may be asked of it */
export function organisationOf({ organisationId }: Pick<ReferralRow, 'organisationId'>): string {
  if (organisationId === null) throw new Error('a referral that names nobody has no organisation')
  return organisationId
}

const byKey = ({ networkId, id }: ReferralKey) => and(eq(referral.networkId, networkId), eq(referral.id, id))

/**
 * The referral, locked until the transaction ends; undefined when there is none behind the wall. The way to another network, where it has one, is locked
 * before it, by the condition: whoever acts on either side takes the two in this order.
 */
export async function lockReferral(tx: Tx, key: ReferralKey): Promise<ReferralRow | undefined> {
  const [row] = await tx
    .select()
    .from(referral)
    .where(and(byKey(key), sql`app.lock_bridge(${referral.id}) is distinct from 'none'`))
    .for('update')
  return row
}

/** The referral as it stands; undefined when there is none behind the wall. */
export async function readReferral(tx: Tx, key: ReferralKey): Promise<ReferralRow | undefined> {
  const [row] = await tx.select().from(referral).where(byKey(key))
  return row
}

export async function insertReferral(tx: Tx, row: typeof referral.$inferInsert): Promise<void> {
  await tx.insert(referral).values(row)
}

/** Writes the columns of a referral that this transaction holds locked. */
export async function updateReferral(tx: Tx, key: ReferralKey, columns: ReferralColumns): Promise<void> {
  await tx.update(referral).set(columns).where(byKey(key))
}

/** Removes a draft with all that hangs on it. */
export async function removeReferral(tx: Tx, key: ReferralKey): Promise<void> {
  await tx.delete(referral).where(byKey(key))
}

/** The organisation's refusal: the draft leaves the organisation's sight, which only this gate can do. */
export async function refuseThroughGate(
  tx: Tx,
  { id, version, clock }: { id: string; version: number; clock: Record<string, string | null> },
): Promise<void> {
  await tx.execute(sql`select app.refuse_consent(${id}, ${version}, ${JSON.stringify(clock)}::text::jsonb)`)
}

/** One line of the timeline and, of the same transition, one event for the worker and the listeners. */
export type TransitionRecord = {
  seq: number
  at: Date
  action: string
  fromState: string | null
  toState: string
  actorTenantId: string | null
  actorOrganisationId: string | null
  actorPersonId: string | null
  actorName: string
  note: string
  data: EventData
  audience: Audience
}

export async function insertEvent(tx: Tx, key: ReferralKey, line: TransitionRecord): Promise<void> {
  await tx.insert(referralEvent).values({ networkId: key.networkId, referralId: key.id, ...line })
}

/** What the worker needs of a transition, when the row may have moved on or be gone. Ids, codes and instants alone. */
export type OutboxPayload = {
  action: string
  seq: number
  number: string
  /** Left out in events of before there were several. */
  kind?: ReferralRow['kind']
  fromState: string | null
  toState: string | null
  holder: string | null
  /** Null where none is named. */
  organisationId: string | null
  fromTenantId: string
  toTenantId: string | null
  deskTenantId: string | null
  wasSubmitted: boolean
  submittedAt: string | null
  /** Who did it, for nobody is told of their own deed; both null: the clock. */
  actorTenantId: string | null
  actorOrganisationId: string | null
  /** The number of the agreement that did it, in its target's stead. */
  agreement?: string
  /** The incubator for which another stands in from here on. */
  replacedTenantId?: string
}

export async function insertOutbox(tx: Tx, key: ReferralKey, payload: OutboxPayload, at: Date): Promise<void> {
  await tx.insert(outbox).values({ networkId: key.networkId, topic: 'referral', subjectId: key.id, payload, at })
}
