import { isAllowed } from '@fuqiao/access'
import {
  enquiryRowSchema,
  enquirySheetRowSchema,
  idSchema,
  listAskedSheetsInput,
  listSentEnquiriesInput,
  pageOf,
  pageSize,
  enquiryCountsSchema,
} from '@fuqiao/contract'
import { z } from 'zod'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { readRange } from '../referrals/index.ts'
import { standingToEnquiry, standingToSheet } from './enquiry-facts.ts'
import { cursorAfterAsked, cursorAfterSent, readAsked, readEnquiryCounts, readSent } from './enquiry-list-store.ts'
import { enquiryRowView, sheetRowView } from './enquiry-view.ts'

/** Enquiries that the acting incubator has asked, the latest first unless sorted otherwise. */
export const listEnquiries = tenantProcedure
  .meta({ can: ['list', 'Enquiry'] })
  .input(listSentEnquiriesInput)
  .output(pageOf(enquiryRowSchema))
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now, deps } = ctx
    const { networkId, tenantId } = actor
    const found = await readSent(tx, { networkId, tenantId, ...input, limit: pageSize + 1 })
    const page = found
      .slice(0, pageSize)
      .filter(({ row }) => isAllowed(ability, 'list', 'Enquiry', { relation: standingToEnquiry(actor, row, now) }))
    const last = found.length > pageSize ? found[pageSize - 1] : undefined
    return {
      rows: page.map(each => enquiryRowView(each, { now, calendar: deps.calendar() })),
      next: last ? cursorAfterSent(input.sort, last) : null,
    }
  })

/** What the acting incubator was asked, the latest first unless sorted otherwise. */
export const listAsked = tenantProcedure
  .meta({ can: ['list', 'EnquiryTarget'] })
  .input(listAskedSheetsInput)
  .output(pageOf(enquirySheetRowSchema))
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now, deps } = ctx
    const { networkId, tenantId } = actor
    const found = await readAsked(tx, { networkId, tenantId, ...input, limit: pageSize + 1 })
    const page = found
      .slice(0, pageSize)
      .filter(({ row }) => isAllowed(ability, 'list', 'EnquiryTarget', { relation: standingToSheet(actor, row, now) }))
    const last = found.length > pageSize ? found[pageSize - 1] : undefined
    return {
      rows: page.map(each => sheetRowView(each, { now, calendar: deps.calendar() })),
      next: last ? cursorAfterAsked(input.sort, last) : null,
    }
  })

/** What a superior sees of enquiries below it: how many there are, by how they stand, and nothing else. */
export const countBelow = tenantProcedure
  .meta({ can: ['read', 'Dashboard'] })
  .input(z.strictObject({ tenantId: idSchema.optional() }))
  .output(enquiryCountsSchema)
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability } = ctx
    const own = { low: actor.scopeLow, high: actor.scopeHigh }
    const range = input.tenantId === undefined ? own : await readRange(tx, actor.networkId, input.tenantId)
    if (!range || range.low < own.low || range.high > own.high) throw notFound()
    authorise(ability, 'read', 'Dashboard', { relation: range.low === own.low ? 'own' : 'superior' })
    const rows = await readEnquiryCounts(tx, range)
    const on = (side: 'sent' | 'asked') =>
      rows.filter(row => row.side === side).map(({ standing, n }) => ({ standing, n }))
    return { sent: on('sent'), asked: on('asked') } as z.infer<typeof enquiryCountsSchema>
  })
