import { isAllowed, relationOf } from '@fuqiao/access'
import {
  listReferralRequestsInput,
  pageOf,
  pageSize,
  type ReferralRequestRow,
  referralRequestRowSchema,
  requestTermsSchema,
} from '@fuqiao/contract'
import { civilDateOf, type WorkingCalendar, workingDaysBetween } from '@fuqiao/domain/calendar'
import { startOfDay } from '@fuqiao/domain/referral-request'
import { z } from 'zod'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { profileOf } from '../network/index.ts'
import { countSince, readAskedBy } from './request-store.ts'

/** What the acting incubator has asked for, the latest first. */
export const listReferralRequests = tenantProcedure
  .meta({ can: ['list', 'ReferralRequest'] })
  .input(listReferralRequestsInput)
  .output(pageOf(referralRequestRowSchema))
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now, deps } = ctx
    const { networkId, tenantId } = actor
    const found = await readAskedBy(tx, { networkId, tenantId, ...input, limit: pageSize + 1 })
    const page = found
      .slice(0, pageSize)
      .filter(({ row }) =>
        isAllowed(ability, 'list', 'ReferralRequest', { relation: relationOf(actor, 'ReferralRequest', row, now) }),
      )
    const last = found.length > pageSize ? found[pageSize - 1]?.row : undefined
    return {
      rows: page.map(each => rowView(each, { now, calendar: deps.calendar() })),
      next: last ? { at: last.askedAt.toISOString(), id: last.id } : null,
    }
  })

/** What the form says before somebody asks. */
export const readRequestTerms = tenantProcedure
  .meta({ can: ['list', 'ReferralRequest'] })
  .input(z.strictObject({}))
  .output(requestTermsSchema)
  .query(async ({ ctx }) => {
    const { tx, actor, now, deps } = ctx
    const { networkId, tenantId } = actor
    const { perDay, term } = profileOf(deps, actor).referralRequest
    const asked = await countSince(tx, { networkId, tenantId, since: startOfDay(now) })
    return { perDay, leftToday: Math.max(0, perDay - asked), term }
  })

type Found = Awaited<ReturnType<typeof readAskedBy>>[number]

function rowView({ row, referral }: Found, at: { now: Date; calendar: WorkingCalendar }): ReferralRequestRow {
  const { id, number, name, creditCode, need, mode, reason, offer, askedByName, state, dueAt, askedAt, settledAt } = row
  const left = workingDaysBetween(at.calendar, civilDateOf(at.now), civilDateOf(dueAt))
  return {
    ...{ id, number, name, creditCode, need, mode, reason, offer, askedByName },
    field: row.field as ReferralRequestRow['field'],
    // A referral is there the moment it is submitted; the worker settles the row right after.
    state: referral === null ? state : 'referred',
    askedAt: askedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    workingDaysLeft: state === 'open' && referral === null && left.ok ? left.days : null,
    settledAt: settledAt?.toISOString() ?? null,
    referral,
  }
}
