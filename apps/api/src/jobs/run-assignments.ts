import { asSystem, type Tx } from '@fuqiao/db'
import { assignmentDue, nextAssignmentLook } from '@fuqiao/domain/assignment'
import type { Deps } from '../deps.ts'
import {
  clockOf,
  insertAssignmentEvent,
  insertAssignmentOutbox,
  type JoinedAssignment,
  lockAssignment,
  readAssignmentsDue,
  writeAssignment,
} from '../features/assignments/index.ts'
import { writeClockAudit } from '../features/audit/index.ts'

/**
 * Reminds whoever is responsible for an assignment that is nearly due, and has one that is late climb to the superior above them: each once. Each in a
 * transaction of its own, looked at again under its lock, so that several servers do nothing twice. Answers how many it reminded or had climb.
 */
export async function runAssignments(deps: Pick<Deps, 'db' | 'log'>, now: Date): Promise<number> {
  const keys = await asSystem(deps.db, tx => readAssignmentsDue(tx, now))
  let done = 0
  for (const key of keys) {
    try {
      done += await asSystem(deps.db, async tx => {
        const found = await lockAssignment(tx, key)
        return found ? look(tx, found, now) : 0
      })
    } catch (error) {
      deps.log.error({ err: error, assignmentId: key.id }, 'an assignment could not be looked at')
    }
  }
  return done
}

async function look(tx: Tx, { row, parentId }: JoinedAssignment, now: Date): Promise<number> {
  const clock = clockOf(row)
  const action = assignmentDue(clock, now)
  const { networkId, id, version, state, number, title, issuerTenantId, tenantId } = row
  if (action === null) {
    await writeAssignment(tx, row, { nextLookAt: nextAssignmentLook(clock) })
    return 0
  }
  const level = action === 'escalate' ? row.level + 1 : row.level
  const columns = { remindedAt: row.remindedAt ?? now, level, version: version + 1, updatedAt: now }
  const nextLookAt = nextAssignmentLook({ ...clock, isReminded: true, level })
  await writeAssignment(tx, row, { ...columns, nextLookAt })
  const seq = version + 1
  await insertAssignmentEvent(tx, {
    ...{ networkId, assignmentId: id, seq, at: now, action, toState: state, actorTenantId: null, actorSide: null },
    ...{ actorName: '', note: '' },
  })
  await writeClockAudit(
    tx,
    { networkId, tenantId },
    {
      ...{ action: `assignment.${action}`, subjectKind: 'Assignment', subjectId: id, at: now },
      details: { number, to: state, version: seq },
    },
  )
  await insertAssignmentOutbox(
    tx,
    { networkId, id },
    {
      ...{ action, seq, number, title, toState: state, fromTenantId: issuerTenantId, toTenantId: tenantId },
      ...{ actorTenantId: null, superiorId: action === 'escalate' ? parentId : null },
    },
    now,
  )
  return 1
}
