import type { Tx } from '@fuqiao/db'
import { sql } from 'drizzle-orm'
import type { CaseRow } from './case-store.ts'

/** The case that goes along with an organisation in this transaction, as the gate names it. */
export type Carried = { id: string; rulesVersion: number }

/** The running case that a hand-over carries; undefined where there is none, or the heir has one of its own. Locked. */
export async function readCarried(tx: Tx, referralId: string): Promise<Carried | undefined> {
  const [row] = await tx.execute<{ id: string | null; rulesVersion: number }>(
    sql`select c.id, c.rules_version as "rulesVersion" from app.carried_case(${referralId}) c`,
  )
  return row?.id == null ? undefined : { id: row.id, rulesVersion: row.rulesVersion }
}

/** Where the actors of a profile sit, by actor: own, superior or root. */
export type ActorPlaces = Readonly<Record<string, string>>
/** How it is taken along. */
export type Carrying = { referralId: string; eventId: string; places: ActorPlaces; hand: string }

/** Takes it along, through its gate, with the line of its history. False where the heir began one of its own meanwhile. */
export async function takeAlong(tx: Tx, { referralId, eventId, places, hand }: Carrying): Promise<boolean> {
  const [row] = await tx.execute<{ id: string | null }>(
    sql`select c.id from app.carry_case(${referralId}, ${eventId}, ${JSON.stringify(places)}::jsonb, ${hand}) c`,
  )
  return row?.id != null
}

/** A case that changes hands with the tree, as its gate answers it. */
export type MovedCase = Pick<CaseRow, 'id' | 'number' | 'tenantId' | 'organisationId' | 'state' | 'version'>
const moved = sql`c.id, c.number, c.tenant_id as "tenantId", c.organisation_id as "organisationId", c.state, c.version`

/** The cases that go to the successor of a tenant that is merged in this transaction. All that was not put away is locked. */
export async function readCasesOfMerged(tx: Tx, tenantId: string): Promise<Carried[]> {
  return tx.execute<Carried>(
    sql`select c.id, c.rules_version as "rulesVersion" from app.cases_of_merged(${tenantId}) c order by c.id`,
  )
}

type OfMerged = { tenantId: string; id: string; eventId: string; places: ActorPlaces; hand: string }

/** Takes one of them along. Undefined where the successor began one of its own meanwhile. */
export async function takeToSuccessor(
  tx: Tx,
  { tenantId, id, eventId, places, hand }: OfMerged,
): Promise<MovedCase | undefined> {
  const [row] = await tx.execute<MovedCase & { id: string | null }>(
    sql`select ${moved} from app.carry_merged_case(${tenantId}, ${id}, ${eventId}, ${JSON.stringify(places)}::text::jsonb, ${hand}) c`,
  )
  return row?.id == null ? undefined : row
}

/** Closes the calls of a tenant that is merged in this transaction, and gives its experts to the successor. Answers the calls. */
export async function closeCallsOfMerged(tx: Tx, tenantId: string, today: string) {
  return tx.execute<{ id: string; number: string; version: number }>(
    sql`select l.id, l.number, l.version from app.close_calls_of_merged(${tenantId}, ${today}::date) l order by l.id`,
  )
}

/** The cases of a tenant that changed in this transaction, and below it, that wait for a tenant which is not above them or not at work. Locked. */
export async function readCasesOutOfPlace(tx: Tx, tenantId: string): Promise<{ id: string }[]> {
  return tx.execute<{ id: string }>(sql`select c.id from app.cases_out_of_place(${tenantId}) c order by c.id`)
}

/** Gives what is out of place of one of them to its superior. */
export async function reseat(tx: Tx, { tenantId, id, eventId, hand }: Omit<OfMerged, 'places'>): Promise<MovedCase> {
  const [row] = await tx.execute<MovedCase>(
    sql`select ${moved} from app.reseat_case(${tenantId}, ${id}, ${eventId}, ${hand}) c`,
  )
  if (!row) throw new Error(`the case ${id} was not reseated`)
  return row
}

/** What is open of cases, and who has it. */
export async function readOpenTasks(tx: Tx, ids: readonly string[]) {
  return tx.execute<{ caseId: string; taskId: string; tenantId: string | null; kind: string }>(
    sql`select k.case_id as "caseId", k.id as "taskId", k.holder_tenant_id as "tenantId", k.kind from case_task k
      where k.state = 'open' and k.case_id = any (array(select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))::uuid[]) order by k.id`,
  )
}
