import { isAllowed, relationOf } from '@fuqiao/access'
import {
  listReferralRequestsInput,
  pageOf,
  pageSize,
  referralRequestRowSchema,
  requestTermsSchema,
} from '@fuqiao/contract'
import { startOfDay } from '@fuqiao/domain/referral-request'
import { z } from 'zod'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { profileOf } from '../network/index.ts'
import { countSince, cursorAfter, readAskedBy } from './request-store.ts'
import { requestRowView } from './request-view.ts'

/** What the acting incubator has asked for, the latest first unless sorted otherwise. */
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
    const last = found.length > pageSize ? found[pageSize - 1] : undefined
    return {
      rows: page.map(each => requestRowView(each, { now, calendar: deps.calendar() })),
      next: last ? cursorAfter(input.sort, last) : null,
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
