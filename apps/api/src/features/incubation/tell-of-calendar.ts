import type { Tx } from '@fuqiao/db'
import { v7 } from 'uuid'
import type { CaseRow, TaskRow } from './case-store.ts'
import { insertCaseOutbox, insertEvent } from './record-store.ts'

/** The line of the history, and the event, of a term that stands on another calendar now. For the worker. */
export async function tellOfCalendar(tx: Tx, { row, task, at }: { row: CaseRow; task: TaskRow; at: Date }) {
  const { networkId, id, tenantId, scopeKey, organisationId, number, state, version: seq } = row
  const { kind, stepId, holderTenantId } = task
  await insertEvent(tx, {
    ...{ networkId, id: v7(), caseId: id, tenantId, scopeKey, organisationId, seq, action: 'calendar', state, at },
    ...{ taskKind: kind, stepId, isForOrganisation: task.holder === 'applicant' },
  })
  const payload = {
    ...{ action: 'calendar', number, tenantId, organisationId, fromState: state, toState: state, seq },
    ...{ actorTenantId: null, actorOrganisationId: null, waitsFor: [] },
    task: { id: task.id, kind, holderTenantId, superiorId: null },
  }
  await insertCaseOutbox(tx, { networkId, id }, payload, at)
}
