import { mightBeAllowed } from '@fuqiao/access'
import { workbenchSchema } from '@fuqiao/contract'
import { civilDateOf, instantAt } from '@fuqiao/domain/calendar'
import { z } from 'zod'
import { actorProcedure } from '../../rpc/procedures.ts'
import { countUnread } from '../notifications/index.ts'
import { profileOf } from '../network/index.ts'
import { type ActingIn, type Box, countList, readList, rowView } from '../referrals/index.ts'
import { countByStage, countTraffic } from './tile-store.ts'

const shownAtMost = 20
const dayMs = 86_400_000

/** The workbench of whoever is signed in: what waits, what was done, what was started, what to know, and the tenant's own figures. */
export const readSummary = actorProcedure
  .meta({ can: ['read', 'Person'] })
  .input(z.strictObject({}).optional())
  .output(workbenchSchema)
  .query(({ ctx }) => summary(ctx))

async function summary(acting: ActingIn) {
  const { tx, actor, now, deps, ability } = acting
  const { networkId, personId } = actor
  const seesReferrals = mightBeAllowed(ability, 'list', 'Referral')
  const own = actor.kind === 'tenant' ? { tenantId: actor.tenantId } : { organisationId: actor.organisationId }
  const boxes = boxesOf(own, personId)
  const endOfDay = instantAt(civilDateOf(now), '23:59')
  const query = { networkId, now, limit: shownAtMost, since: new Date(now.getTime() - 30 * dayMs) }
  const list = (box: Box | null) => (box && seesReferrals ? readList(tx, box, query) : Promise.resolve([]))
  const count = (box: Box | null) =>
    box && seesReferrals
      ? countList(tx, box, { ...query, endOfDay })
      : Promise.resolve({ all: 0, overdue: 0, dueToday: 0 })
  const [toDo, done, startedByMe, forInformation, toDoCount, deskCount, startedCount, unreadNotices, tiles] =
    await Promise.all([
      list(boxes.toDo),
      list(boxes.done),
      list(boxes.started),
      list(boxes.information),
      count(boxes.toDo),
      count(boxes.desk),
      count(boxes.started),
      mightBeAllowed(ability, 'list', 'Notice') ? countUnread(tx, actor) : Promise.resolve(0),
      tilesOf(acting),
    ])
  const onlook = { actor, now, calendar: deps.calendar(), profile: profileOf(deps, actor) }
  const viewed = (rows: typeof toDo) => rows.map(row => rowView(row, onlook))
  return {
    counts: {
      toDo: toDoCount.all,
      overdue: toDoCount.overdue,
      dueToday: toDoCount.dueToday,
      escalated: deskCount.all,
      startedByMe: startedCount.all,
      unreadNotices,
    },
    toDo: viewed(toDo),
    done: viewed(done),
    startedByMe: viewed(startedByMe),
    forInformation: viewed(forInformation),
    dueToday: viewed(toDo.filter(({ row: { dueAt } }) => dueAt !== null && isWithin(new Date(dueAt), now, endOfDay))),
    tiles,
  }
}

const isWithin = (at: Date, first: Date, last: Date) => at >= first && at <= last

function boxesOf(
  own: { tenantId: string } | { organisationId: string },
  personId: string,
): Record<'toDo' | 'done' | 'information', Box> & Record<'started' | 'desk', Box | null> {
  const done: Box = { box: 'touchedBy', personId }
  if ('organisationId' in own) {
    const { organisationId } = own
    return {
      toDo: { box: 'organisationToDo', organisationId },
      done,
      started: null,
      information: { box: 'organisationInformation', organisationId },
      desk: null,
    }
  }
  const { tenantId } = own
  return {
    toDo: { box: 'toDo', tenantId },
    done,
    started: { box: 'startedBy', tenantId, personId },
    information: { box: 'information', tenantId },
    desk: { box: 'desk', tenantId },
  }
}

async function tilesOf({ tx, actor, now, ability }: ActingIn) {
  if (actor.kind !== 'tenant' || !mightBeAllowed(ability, 'list', 'Organisation')) return null
  const { networkId, tenantId } = actor
  const since = instantAt(`${civilDateOf(now).slice(0, 8)}01`, '00:00')
  const [organisationsByStage, traffic] = await Promise.all([
    countByStage(tx, networkId, tenantId),
    countTraffic(tx, { networkId, tenantId, since }),
  ])
  return { organisationsByStage, ...traffic }
}
