import { z } from 'zod'
import { AppError } from '../../rpc/app-error.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { confirmThroughGate, discardLoad, readLoad } from './calendar-store.ts'

const input = z.strictObject({ key: z.uuid(), id: z.uuid() })
const output = z.strictObject({ id: z.uuid(), year: z.int() })

/**
 * Brings a proposed list into force for the whole installation, on the very lists that it was tried on. Of two administrators one wins, the other is
 * told. The due dates move afterwards, in batches. @throws NOT_FOUND, NOT_ALLOWED, CALENDAR_NOT_TRIED, CALENDAR_CHANGED, CALENDAR_MOVING, VERSION_CONFLICT
 */
export const confirm = tenantProcedure
  .meta({ can: ['confirm', 'CalendarLoad'] })
  .input(input)
  .output(output)
  .mutation(({ ctx, input: { key, id } }) => {
    const { tx, actor, ability, now } = ctx
    const request = { personId: actor.personId, key, procedure: 'calendar.confirm', input: { id }, now }
    return answerOnce(tx, request, async () => {
      const load = await readLoad(tx, actor.networkId, id)
      authorise(ability, 'confirm', 'CalendarLoad', { relation: actor.isRoot ? 'own' : 'none' })
      if (load.state === 'proposed' && load.checkedAt === null) throw new AppError('CALENDAR_NOT_TRIED')
      const answer = await confirmThroughGate(tx, id, actor.personName)
      if (answer === 'decided') throw new AppError('VERSION_CONFLICT', { version: 2 })
      if (answer === 'changed') throw new AppError('CALENDAR_CHANGED')
      if (answer === 'moving') throw new AppError('CALENDAR_MOVING')
      const { year } = load
      await writeAudit(tx, actor, {
        action: 'calendar.confirm',
        subjectKind: 'CalendarLoad',
        subjectId: id,
        at: now,
        details: { year, ownMoves: load.ownMoves, otherMoves: load.otherMoves },
      })
      return { id, year }
    })
  })

/** Sets a proposed list aside. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT */
export const discard = tenantProcedure
  .meta({ can: ['discard', 'CalendarLoad'] })
  .input(input)
  .output(output)
  .mutation(({ ctx, input: { key, id } }) => {
    const { tx, actor, ability, now } = ctx
    const request = { personId: actor.personId, key, procedure: 'calendar.discard', input: { id }, now }
    return answerOnce(tx, request, async () => {
      const { year } = await readLoad(tx, actor.networkId, id)
      authorise(ability, 'discard', 'CalendarLoad', { relation: actor.isRoot ? 'own' : 'none' })
      if (!(await discardLoad(tx, actor, { id, at: now }))) throw new AppError('VERSION_CONFLICT', { version: 2 })
      await writeAudit(tx, actor, {
        action: 'calendar.discard',
        subjectKind: 'CalendarLoad',
        subjectId: id,
        at: now,
        details: { year },
      })
      return { id, year }
    })
  })
