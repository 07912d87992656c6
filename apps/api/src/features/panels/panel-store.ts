import { schema, type Tx } from '@fuqiao/db'
import type { SeatDeed } from '@fuqiao/domain/panel'
import { and, asc, desc, eq, isNotNull, ne, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { notFound } from '../../rpc/app-error.ts'

const { caseEvent, caseTask, incubationCase, organisation, outbox, panel, panelMark, panelSeat, tenant } = schema

/** A panel as stored. */
export type PanelRow = typeof panel.$inferSelect
/** A seat of a panel. */
export type SeatRow = typeof panelSeat.$inferSelect
/** The marks of a seat. */
export type MarkRow = typeof panelMark.$inferSelect
/** Which panel, seat or case. */
export type RowKey = { networkId: number; id: string }

const byKey = ({ networkId, id }: RowKey) => and(eq(panel.networkId, networkId), eq(panel.id, id))
const bySeatKey = ({ networkId, id }: RowKey) => and(eq(panelSeat.networkId, networkId), eq(panelSeat.id, id))
const byCaseKey = ({ networkId, id }: RowKey) => and(eq(incubationCase.networkId, networkId), eq(incubationCase.id, id))

// The case

/** A case as far as its panel needs it. */
export type CaseRow = typeof incubationCase.$inferSelect

/** A case; undefined when there is none behind the wall. */
export async function readCase(tx: Tx, key: RowKey): Promise<CaseRow | undefined> {
  const [row] = await tx.select().from(incubationCase).where(byCaseKey(key))
  return row
}

/** A case, locked until the transaction ends, so that of two who call a panel the second finds the first's. */
export async function lockCase(tx: Tx, key: RowKey): Promise<void> {
  await tx.select({ id: incubationCase.id }).from(incubationCase).where(byCaseKey(key)).for('no key update')
}

/** The panel's step of a case, where it is due now. */
export async function readPanelTask(tx: Tx, { networkId, id }: RowKey) {
  const [row] = await tx
    .select({ id: caseTask.id, stepId: caseTask.stepId })
    .from(caseTask)
    .where(
      and(
        eq(caseTask.networkId, networkId),
        eq(caseTask.caseId, id),
        eq(caseTask.kind, 'panel'),
        eq(caseTask.state, 'open'),
      ),
    )
  return row
}

/** Names that the organisation of a case has had, as far as they are in sight. */
export async function readFormerNames(tx: Tx, { networkId, id }: RowKey): Promise<string[]> {
  const [row] = await tx
    .select({ name: organisation.name, formerNames: organisation.formerNames })
    .from(organisation)
    .where(and(eq(organisation.networkId, networkId), eq(organisation.id, id)))
  return row ? [row.name, ...row.formerNames] : []
}

/** What is on record between the experts and the organisation of a case, through the gate that tells its incubator alone. */
export async function readTies(tx: Tx, caseId: string) {
  return tx.execute<{ expertId: string; kind: 'account' | 'employer' | 'service'; until: string | null }>(
    sql`select expert_id as "expertId", kind, until_on::text as until from app.panel_ties(${caseId})`,
  )
}

// Panels

/** Writes a panel; false when one stands for its step already. */
export async function insertPanel(tx: Tx, row: typeof panel.$inferInsert): Promise<boolean> {
  const written = await tx.insert(panel).values(row).onConflictDoNothing().returning({ id: panel.id })
  return written.length > 0
}

export async function readPanel(tx: Tx, key: RowKey): Promise<PanelRow | undefined> {
  const [row] = await tx.select().from(panel).where(byKey(key))
  return row
}

/** The panel of a case that stands; else the last that was called off. */
export async function readPanelOf(tx: Tx, { networkId, id }: RowKey): Promise<PanelRow | undefined> {
  const [row] = await tx
    .select()
    .from(panel)
    .where(and(eq(panel.networkId, networkId), eq(panel.caseId, id)))
    .orderBy(sql`${panel.state} = 'calledOff'`, desc(panel.calledAt), desc(panel.id))
    .limit(1)
  return row
}

/** A panel, locked until the transaction ends where it is the acting incubator's to change. @throws NOT_FOUND */
export async function lockPanel(tx: Tx, key: RowKey): Promise<PanelRow> {
  const [locked] = await tx.select().from(panel).where(byKey(key)).for('no key update')
  const row = locked ?? (await readPanel(tx, key))
  if (!row) throw notFound()
  return row
}

/** Writes columns of a panel that this transaction holds locked. @throws NOT_FOUND when the wall lets nothing through */
export async function updatePanel(
  tx: Tx,
  key: RowKey,
  columns: Partial<
    Pick<PanelRow, 'state' | 'seed' | 'order' | 'drawnAt' | 'drawnByName' | 'endReason' | 'version' | 'updatedAt'>
  >,
): Promise<void> {
  const written = await tx.update(panel).set(columns).where(byKey(key)).returning({ id: panel.id })
  if (written.length === 0) throw notFound()
}

// Seats and marks

/** The seats of a panel in sight, in the order of the lot. */
export async function readSeats(tx: Tx, { networkId, id }: RowKey): Promise<SeatRow[]> {
  return tx
    .select()
    .from(panelSeat)
    .where(and(eq(panelSeat.networkId, networkId), eq(panelSeat.panelId, id)))
    .orderBy(asc(panelSeat.ordinal))
}

const seatWithPanel = (tx: Tx) =>
  tx
    .select({ seat: panelSeat, panel, tenantName: tenant.name })
    .from(panelSeat)
    .innerJoin(panel, and(eq(panel.networkId, panelSeat.networkId), eq(panel.id, panelSeat.panelId)))
    .innerJoin(tenant, and(eq(tenant.networkId, panel.networkId), eq(tenant.id, panel.tenantId)))

/** A seat with its panel and the name of the case's incubator. */
export type SeatWithPanel = { seat: SeatRow; panel: PanelRow; tenantName: string }

/** One seat; undefined when there is none behind the wall. */
export async function readSeat(tx: Tx, key: RowKey): Promise<SeatWithPanel | undefined> {
  const [found] = await seatWithPanel(tx).where(bySeatKey(key))
  return found
}

/** The seats that the lot gave a person, those of panels under way first, then the latest. */
export async function readSeatsOf(tx: Tx, of: { networkId: number; personId: string; limit: number }) {
  return seatWithPanel(tx)
    .where(and(eq(panelSeat.networkId, of.networkId), eq(panelSeat.personId, of.personId)))
    .orderBy(
      sql`${panel.state} = 'drawn' and ${panelSeat.state} in ('drawn', 'accepted') desc`,
      desc(panelSeat.drawnAt),
      desc(panelSeat.id),
    )
    .limit(of.limit)
}

/** The marks of a panel that the wall lets through. */
export async function readMarks(tx: Tx, { networkId, id }: RowKey): Promise<MarkRow[]> {
  return tx
    .select()
    .from(panelMark)
    .where(and(eq(panelMark.networkId, networkId), eq(panelMark.panelId, id)))
}

/** What a gate of seats says of a deed. */
export type SeatOutcome = 'done' | 'short' | 'complete' | 'changed' | 'state'

/** Accepts, leaves or frees a seat, through the gate that fills what is free from the lot. */
export async function answerSeat(
  tx: Tx,
  {
    seatId,
    deed,
    reason,
    version,
  }: { seatId: string; deed: Exclude<SeatDeed, 'score'>; reason: string; version: number },
): Promise<SeatOutcome> {
  const [row] = await tx.execute<{ outcome: SeatOutcome }>(
    sql`select app.answer_seat(${seatId}, ${deed}, ${reason}, ${version}) as outcome`,
  )
  if (!row) throw notFound()
  return row.outcome
}

/** Gives the marks of a seat, through the gate that sums up when all are given. */
export async function scoreSeat(
  tx: Tx,
  of: { seatId: string; marks: Record<string, number>; words: string; version: number },
): Promise<SeatOutcome> {
  const [row] = await tx.execute<{ outcome: SeatOutcome }>(
    sql`select app.score_seat(${of.seatId}, ${JSON.stringify(of.marks)}::text::jsonb, ${of.words}, ${of.version}) as outcome`,
  )
  if (!row) throw notFound()
  return row.outcome
}

// What an expert reads of the case, through gates that ask whether they sit there

/** What the organisation said of itself; undefined while the expert does not sit there, or has declared nothing yet. */
export async function readApplication(tx: Tx, seatId: string) {
  const [row] = await tx.execute<{
    organisationKind: string
    stage: string
    divisionCode: string
    application: CaseRow['application']
    rulesVersion: number
  }>(
    sql`select organisation_kind as "organisationKind", stage, division_code as "divisionCode", application, rules_version as "rulesVersion" from app.panel_application(${seatId})`,
  )
  return row
}

/** The papers that the organisation handed in with it. */
export async function readPapers(tx: Tx, seatId: string) {
  return tx.execute<{ id: string; recordId: string; fileName: string; mediaType: string; size: number }>(
    sql`select id, record_id as "recordId", file_name as "fileName", media_type as "mediaType", size from app.panel_papers(${seatId})`,
  )
}

/** One of them with its content; undefined as above. */
export async function readPaper(tx: Tx, seatId: string, paperId: string) {
  const [row] = await tx.execute<{ fileName: string; mediaType: string; content: Uint8Array }>(
    sql`select file_name as "fileName", media_type as "mediaType", content from app.panel_paper(${seatId}, ${paperId})`,
  )
  return row
}

// What is written of a deed

/** A line of the case's history, not for the organisation. */
export async function insertCaseLine(
  tx: Tx,
  row: CaseRow,
  line: Pick<
    typeof caseEvent.$inferInsert,
    'action' | 'note' | 'actorTenantId' | 'actorPersonId' | 'actorName' | 'at'
  > & {
    stepId: string | null
  },
): Promise<void> {
  const { networkId, id: caseId, tenantId, scopeKey, organisationId, version, state } = row
  await tx.insert(caseEvent).values({
    ...{ networkId, id: v7(), caseId, tenantId, scopeKey, organisationId, seq: version, state },
    ...{ taskKind: 'panel', isForOrganisation: false, ...line },
  })
}

/** What the worker is told of a deed on a panel. */
export type PanelPayload = {
  action: string
  seq: number
  /** The incubator of the case. */
  fromTenantId: string
  actorTenantId: string
}

export async function insertPanelOutbox(tx: Tx, key: RowKey, payload: PanelPayload, at: Date): Promise<void> {
  await tx.insert(outbox).values({ networkId: key.networkId, topic: 'panel', subjectId: key.id, payload, at })
}

/** Whether a panel is in sight. */
export async function isPanelInSight(tx: Tx, networkId: number, id: string): Promise<boolean> {
  return (await readPanel(tx, { networkId, id })) !== undefined
}

/** The panel that counts for a case: drawn or complete. */
export async function readCounting(
  tx: Tx,
  { networkId, id }: RowKey,
): Promise<{ panel: PanelRow; scored: number } | undefined> {
  const scored = sql<number>`(select count(*)::int from ${panelSeat} where ${panelSeat.networkId} = ${panel.networkId} and ${panelSeat.panelId} = ${panel.id} and ${panelSeat.state} = 'scored')`
  const [row] = await tx
    .select({ panel, scored })
    .from(panel)
    .where(
      and(eq(panel.networkId, networkId), eq(panel.caseId, id), ne(panel.state, 'calledOff'), isNotNull(panel.seed)),
    )
  return row
}
