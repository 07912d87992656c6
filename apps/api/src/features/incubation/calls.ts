import { isAllowed, relationOf } from '@fuqiao/access'
import {
  callViewSchema,
  type CallView,
  listCallsInput,
  pageOf,
  pageSize,
  publishCallInput,
  withdrawCallInput,
} from '@fuqiao/contract'
import { civilDateOf, daysBetween, workingDaysBetween } from '@fuqiao/domain/calendar'
import { v7 } from 'uuid'
import { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { actorProcedure, authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { nextNumber, profileOf } from '../network/index.ts'
import { insertCall, lockCall, type NamedCall, readCall, readCalls, writeCall } from './call-store.ts'
import { callStanding } from './call-standing.ts'

const changed = z.strictObject({ id: z.uuid(), number: z.string(), version: z.int() })

/** Publishes a call for applications with its dates (Z-07): at once to the network and the public. @throws CALL_TOO_SHORT, INPUT_INVALID, CALENDAR_NOT_LOADED */
export const publishCall = tenantProcedure
  .meta({ can: ['publish', 'IncubationCall'] })
  .input(publishCallInput)
  .output(changed)
  .mutation(({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    authorise(ability, 'publish', 'IncubationCall', { relation: 'own' })
    const request = { personId: actor.personId, key: input.key, procedure: 'calls.publish', input, now }
    return answerOnce(tx, request, async () => {
      checkDates(ctx, input)
      const { networkId, tenantId, scopeLow, divisionCode, personName } = actor
      const year = Number(civilDateOf(now).slice(0, 4))
      const counted = await nextNumber(tx, { networkId, tenantId, name: 'incubationCall', year })
      const number = `ZM${year}-${divisionCode}-${String(counted).padStart(3, '0')}`
      const { key: _key, ...said } = input
      const id = v7()
      await insertCall(tx, {
        ...{ ...said, networkId, id, tenantId, scopeKey: scopeLow, number, personName, createdAt: now, updatedAt: now },
      })
      await writeAudit(tx, actor, {
        ...{ action: 'incubationCall.publish', subjectKind: 'IncubationCall', subjectId: id, at: now },
        details: { number, to: 'published', version: 1 },
      })
      return { id, number, version: 1 }
    })
  })

/** Opens today or later, and stays open as long as the network asks for. */
function checkDates({ actor, deps, now }: ActingIn, { opensOn, closesOn }: { opensOn: string; closesOn: string }) {
  if (opensOn < civilDateOf(now)) throw new AppError('INPUT_INVALID', {}, { opensOn: 'INPUT_CALL_DAY_PAST' })
  if (closesOn < opensOn) throw new AppError('INPUT_INVALID', {}, { closesOn: 'INPUT_PERIOD_ORDER' })
  const { days, unit } = profileOf(deps, actor).incubation.call.openAtLeast
  const counted =
    unit === 'calendarDay'
      ? ({ ok: true, days: daysBetween(opensOn, closesOn) } as const)
      : workingDaysBetween(deps.calendar(), opensOn, closesOn)
  if (!counted.ok) throw new AppError('CALENDAR_NOT_LOADED', { year: counted.year })
  if (counted.days < days) throw new AppError('CALL_TOO_SHORT', { days, unit }, { closesOn: 'CALL_TOO_SHORT' })
}

/** Takes a call back: nobody applies to it any more; what was submitted goes on. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT */
export const withdrawCall = tenantProcedure
  .meta({ can: ['change', 'IncubationCall'] })
  .input(withdrawCallInput)
  .output(changed)
  .mutation(({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'calls.withdraw', input, now }
    return answerOnce(tx, request, async () => {
      const seen = await readCall(tx, actor.networkId, input.id)
      if (!seen) throw notFound()
      authorise(ability, 'change', 'IncubationCall', { relation: relationOf(actor, 'IncubationCall', seen.row, now) })
      const row = await lockCall(tx, actor.networkId, input.id)
      if (!row) throw notFound()
      if (row.version !== input.version || row.state === 'withdrawn')
        throw new AppError('VERSION_CONFLICT', { version: row.version, state: row.state, of: 'IncubationCall' })
      const version = row.version + 1
      await writeCall(tx, row, { state: 'withdrawn', version, updatedAt: now })
      await writeAudit(tx, actor, {
        ...{ action: 'incubationCall.withdraw', subjectKind: 'IncubationCall', subjectId: row.id, at: now },
        details: { number: row.number, from: 'published', to: 'withdrawn', version },
      })
      return { id: row.id, number: row.number, version }
    })
  })

/** Calls that are open today in the network, or all of the acting incubator's own. */
export const listCalls = actorProcedure
  .meta({ can: ['list', 'IncubationCall'] })
  .input(listCallsInput)
  .output(pageOf(callViewSchema))
  .query(async ({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const own = input.which === 'own' && actor.kind === 'tenant' ? { tenantId: actor.tenantId } : {}
    const wanted = { networkId: actor.networkId, day: civilDateOf(now), cursor: input.cursor, limit: pageSize + 1 }
    const found = await readCalls(tx, { ...wanted, ...own })
    const last = found.length > pageSize ? found[pageSize - 1]?.row : undefined
    return {
      rows: found.slice(0, pageSize).map(one => callView(ctx, one)),
      next: last ? { at: `${last.closesOn}T00:00:00Z`, id: last.id } : null,
    }
  })

/** One call. @throws NOT_FOUND */
export const getCall = actorProcedure
  .meta({ can: ['read', 'IncubationCall'] })
  .input(z.strictObject({ id: z.uuid() }))
  .output(callViewSchema)
  .query(async ({ ctx, input }) => {
    const found = await readCall(ctx.tx, ctx.actor.networkId, input.id)
    if (!found) throw notFound()
    const relation = relationOf(ctx.actor, 'IncubationCall', found.row, ctx.now)
    authorise(ctx.ability, 'read', 'IncubationCall', { relation })
    return callView(ctx, found)
  })

function callView(
  { actor, ability, now }: Pick<ActingIn, 'actor' | 'ability' | 'now'>,
  { row, tenantName }: NamedCall,
): CallView {
  const { id, number, tenantId, title, words, opensOn, closesOn, places, version } = row
  const standing = callStanding(row, now)
  const relation = relationOf(actor, 'IncubationCall', row, now)
  const withdraw =
    standing !== 'withdrawn' && standing !== 'over' && isAllowed(ability, 'change', 'IncubationCall', { relation })
  return {
    id,
    number,
    tenantId,
    tenantName,
    title,
    words,
    opensOn,
    closesOn,
    places,
    standing,
    version,
    may: { withdraw },
  }
}
