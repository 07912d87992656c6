import { schema, type Tx } from '@fuqiao/db'
import { and, asc, eq, gt, isNotNull, or, sql } from 'drizzle-orm'
import type { TermQuery } from './calendar-moves-store.ts'

const { caseTask, incubationCase, network } = schema

/** What is due on another calendar than this one, from a position on. */
function onOther({ version, after }: Pick<TermQuery, 'version' | 'after'>) {
  return and(
    eq(caseTask.state, 'open'),
    isNotNull(caseTask.dueAt),
    sql`${caseTask.calendarVersion} is distinct from ${version}`,
    after
      ? or(
          gt(caseTask.networkId, after.networkId),
          and(eq(caseTask.networkId, after.networkId), gt(caseTask.id, after.id)),
        )
      : undefined,
  )
}

/** Open tasks with their cases; both locked, others' passed over, when they are to be changed. */
export async function readOpenTasks(tx: Tx, { isLocking, most, ...from }: TermQuery) {
  const query = tx
    .select({ task: caseTask, row: incubationCase, profileId: network.profileId })
    .from(caseTask)
    .innerJoin(
      incubationCase,
      and(eq(incubationCase.networkId, caseTask.networkId), eq(incubationCase.id, caseTask.caseId)),
    )
    .innerJoin(network, eq(network.id, caseTask.networkId))
    .where(onOther(from))
    .orderBy(asc(caseTask.networkId), asc(caseTask.id))
    .limit(most)
  return isLocking ? query.for('update', { of: [caseTask, incubationCase], skipLocked: true }) : query
}

/** Whether something is due on another calendar. */
export async function hasOtherTask(tx: Tx, version: string): Promise<boolean> {
  const rows = await tx
    .select({ id: caseTask.id })
    .from(caseTask)
    .where(onOther({ version, after: null }))
    .limit(1)
  return rows.length > 0
}

/** What is to be done first of a case, after its tasks moved. */
export async function setNextDue(tx: Tx, { networkId, id }: { networkId: number; id: string }): Promise<void> {
  const first = sql`(select min(k.due_at) from case_task k where k.network_id = ${networkId} and k.case_id = ${id} and k.state = 'open')`
  await tx
    .update(incubationCase)
    .set({ nextDueAt: first })
    .where(and(eq(incubationCase.networkId, networkId), eq(incubationCase.id, id)))
}
