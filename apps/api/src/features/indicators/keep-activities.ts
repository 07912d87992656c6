import type { TenantActor } from '@fuqiao/access'
import { isAllowed, relationOf } from '@fuqiao/access'
import {
  activityListSchema,
  activitySchema,
  changeActivityInput,
  getActivityInput,
  listActivitiesInput,
  pageSize,
  recordActivityInput,
  voidActivityInput,
} from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain'
import { v7 } from 'uuid'
import { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError } from '../../rpc/app-error.ts'
import { type ActingContext, authorise, tenantProcedure } from '../../rpc/procedures.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../audit/index.ts'
import { profileOf } from '../network/index.ts'
import { mayChange } from '../upkeep/index.ts'
import { type ActivityRow, changeActivityRow, findActivity, insertActivity, listActivities } from './activity-store.ts'

type Context = ActingContext<TenantActor> & { deps: Pick<Deps, 'profiles'> }
type Card = Pick<ActivityRow, 'kind' | 'title' | 'onDay' | 'attendances' | 'words'>

const changed = z.strictObject({ id: z.uuid(), version: z.int() })

/** Holds a card against the rules: a kind of the network's, a day that has come, people only where the kind counts them. @throws INPUT_INVALID */
function checkCard({ deps, actor, now }: Context, { kind, onDay, attendances }: Card): void {
  const rule = profileOf(deps, actor).activityKinds.find(entry => entry.id === kind)
  if (!rule) throw new AppError('INPUT_INVALID', {}, { kind: 'INPUT_KIND_NOT_IN_NETWORK' })
  if (onDay > civilDateOf(now)) throw new AppError('INPUT_INVALID', {}, { onDay: 'INPUT_DAY_NOT_COME' })
  if (attendances > 0 && !rule.countsAttendances)
    throw new AppError('INPUT_INVALID', {}, { attendances: 'INPUT_KIND_COUNTS_NOBODY' })
}

const audit = (ctx: Context, action: string, subjectId: string, version: number) =>
  writeAudit(ctx.tx, ctx.actor, {
    ...{ action: `activity.${action}`, subjectKind: 'Activity', subjectId, at: ctx.now, details: { version } },
  })

/** Writes down a training, a consultation, a project: it counts from then on (L-01). @throws INPUT_INVALID, NOT_ALLOWED */
export const record = tenantProcedure
  .meta({ can: ['record', 'Activity'] })
  .input(recordActivityInput)
  .output(changed)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const { key, ...card } = input
    return answerOnce(tx, { personId: actor.personId, key, procedure: 'activities.record', input, now }, async () => {
      const { networkId, tenantId, scopeLow: scopeKey } = actor
      authorise(ctx.ability, 'record', 'Activity', { relation: 'own' })
      checkCard(ctx, card)
      const id = v7()
      const row = { networkId, tenantId, scopeKey, id, ...card, personName: actor.personName }
      await insertActivity(tx, { ...row, createdAt: now, updatedAt: now })
      await audit(ctx, 'record', id, 1)
      return { id, version: 1 }
    })
  })

/** The caller's own activity at the version that was read, to be changed. @throws NOT_FOUND, NOT_ALLOWED, ACTIVITY_VOID */
async function toChange(ctx: Context, id: string): Promise<ActivityRow> {
  const row = await findActivity(ctx.tx, { networkId: ctx.actor.networkId, id })
  mayChange(ctx, 'Activity', 'update', row)
  if (row.voidedAt) throw new AppError('ACTIVITY_VOID')
  return row
}

/** Corrects what was written down: the old figure is taken back and the new one counts, both as known from now on. @throws VERSION_CONFLICT, INPUT_INVALID */
export const change = tenantProcedure
  .meta({ can: ['update', 'Activity'] })
  .input(changeActivityInput)
  .output(changed)
  .mutation(async ({ ctx, input: { id, version, ...card } }) => {
    const { networkId } = await toChange(ctx, id)
    checkCard(ctx, card)
    await changeActivityRow(ctx.tx, { networkId, id, version }, { ...card, updatedAt: ctx.now })
    await audit(ctx, 'change', id, version + 1)
    return { id, version: version + 1 }
  })

/** Takes back what was written down by mistake; the row stays and says why. @throws VERSION_CONFLICT */
export const takeBack = tenantProcedure
  .meta({ can: ['update', 'Activity'] })
  .input(voidActivityInput)
  .output(changed)
  .mutation(async ({ ctx, input: { id, version, reason } }) => {
    const { networkId } = await toChange(ctx, id)
    const columns = { voidedAt: ctx.now, voidReason: reason, updatedAt: ctx.now }
    await changeActivityRow(ctx.tx, { networkId, id, version }, columns)
    await audit(ctx, 'takeBack', id, version + 1)
    return { id, version: version + 1 }
  })

/** Activities of the acting incubator, or of all below it too, as they were written down, the latest first. */
export const list = tenantProcedure
  .meta({ can: ['list', 'Activity'] })
  .input(listActivitiesInput)
  .output(activityListSchema)
  .query(async ({ ctx, input: { within, kind, before } }) => {
    const { networkId, tenantId, scopeLow: low, scopeHigh: high } = ctx.actor
    if (!isAllowed(ctx.ability, 'list', 'Activity', { relation: within === 'own' ? 'own' : 'superior' }))
      throw new AppError('NOT_ALLOWED')
    const range = within === 'own' ? null : { low, high }
    const found = await listActivities(ctx.tx, { networkId, tenantId, range, kind, before, most: pageSize + 1 })
    const rows = found.slice(0, pageSize)
    const last = found.length > pageSize ? rows.at(-1) : undefined
    return {
      rows: rows.map(row => viewOf(ctx, row)),
      next: last ? { at: last.createdAt.toISOString(), id: last.id } : null,
      mayRecord: isAllowed(ctx.ability, 'record', 'Activity', { relation: 'own' }),
    }
  })

/** An activity. @throws NOT_FOUND */
export const get = tenantProcedure
  .meta({ can: ['read', 'Activity'] })
  .input(getActivityInput)
  .output(activitySchema)
  .query(async ({ ctx, input: { id } }) => {
    const row = await findActivity(ctx.tx, { networkId: ctx.actor.networkId, id })
    mayChange(ctx, 'Activity', 'read', row)
    return viewOf(ctx, row)
  })

function viewOf(
  { actor, ability, now }: Context,
  row: ActivityRow & { tenantName: string },
): z.infer<typeof activitySchema> {
  const { id, tenantId, tenantName, kind, title, onDay, attendances, words, personName, version } = row
  const relation = relationOf(actor, 'Activity', row, now)
  return {
    ...{ id, tenantId, tenantName, kind, title, onDay, attendances, words, personName, version },
    createdAt: row.createdAt.toISOString(),
    voidReason: row.voidedAt ? row.voidReason : null,
    may: { change: !row.voidedAt && isAllowed(ability, 'update', 'Activity', { relation }) },
  }
}
