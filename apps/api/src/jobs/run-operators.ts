import { asSystem } from '@fuqiao/db'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { operatorDue } from '@fuqiao/domain/operator'
import type { Deps } from '../deps.ts'
import { writeClockAudit } from '../features/audit/index.ts'
import {
  endAccessAsSystem,
  insertOperatorOutbox,
  lockOperator,
  readOperatorsDue,
  writeOperator,
} from '../features/operators/index.ts'

/**
 * Lets operators begin on their first day, and closes their people's access when the last day of their contract has passed. Each in a transaction of its
 * own, looked at again under its lock, so that several servers do nothing twice. Answers how many it moved.
 */
export async function runOperators(deps: Pick<Deps, 'db' | 'log'>, now: Date): Promise<number> {
  const today = civilDateOf(now)
  const keys = await asSystem(deps.db, tx => readOperatorsDue(tx, today))
  let moved = 0
  for (const key of keys) {
    try {
      moved += await asSystem(deps.db, async tx => {
        const row = await lockOperator(tx, key)
        const state = operatorDue(row, today)
        if (state === null) return 0
        const { networkId, id, tenantId } = row
        const [version, action] = [row.version + 1, state === 'ended' ? 'lapse' : 'begin']
        const ended = state === 'ended' ? { endedAt: now } : {}
        await writeOperator(tx, key, { state, ...ended, version, updatedAt: now })
        const endedPlaces = state === 'ended' ? await endAccessAsSystem(tx, key, now) : 0
        await writeClockAudit(
          tx,
          { networkId, tenantId },
          {
            action: `operator.${action}`,
            subjectKind: 'Operator',
            subjectId: id,
            at: now,
            details: { to: state, version, endedPlaces },
          },
        )
        await insertOperatorOutbox(tx, key, { action, seq: version, fromTenantId: tenantId, toState: state }, now)
        return 1
      })
    } catch (error) {
      deps.log.error({ err: error, operatorId: key.id }, 'an operator could not be moved')
    }
  }
  return moved
}
