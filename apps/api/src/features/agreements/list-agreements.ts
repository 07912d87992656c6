import {
  agreementRowSchema,
  citableAgreementSchema,
  idSchema,
  listAgreementsInput,
  pageOf,
  pageSize,
} from '@fuqiao/contract'
import { monthOf } from '@fuqiao/domain/agreement'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { z } from 'zod'
import { isAllowed } from '@fuqiao/access'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { sideOf, standingToAgreement } from './agreement-facts.ts'
import { agreementRowView } from './agreement-view.ts'
import { cursorAfter, readAgreements, readCitable, readUsage } from './agreement-store.ts'

/** Agreements of the acting incubator and, for those above, of the incubators below; the last changed first unless sorted otherwise. */
export const listAgreements = tenantProcedure
  .meta({ can: ['list', 'Agreement'] })
  .input(listAgreementsInput)
  .output(pageOf(agreementRowSchema))
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const { networkId, tenantId } = actor
    const { filter = {}, sort, cursor } = input
    const query = { networkId, tenantId, filter, sort, cursor, limit: pageSize + 1 }
    const found = await readAgreements(tx, query)
    const page = found
      .slice(0, pageSize)
      .filter(({ row }) => isAllowed(ability, 'list', 'Agreement', { relation: standingToAgreement(actor, row, now) }))
    const usage = await readUsage(
      tx,
      page.map(({ row }) => row.id),
      monthOf(now),
    )
    const last = found.length > pageSize ? found[pageSize - 1] : undefined
    return {
      rows: page.map(each => agreementRowView(each, actor, usage.get(each.row.id))),
      next: last ? cursorAfter(sort, last) : null,
    }
  })

/** The acting incubator's agreements in force, with everyone or with one other: what a referral of its may cite. */
export const citable = tenantProcedure
  .meta({ can: ['list', 'Agreement'] })
  .input(z.strictObject({ otherTenantId: idSchema.optional() }))
  .output(z.strictObject({ rows: z.array(citableAgreementSchema) }))
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const { networkId, tenantId } = actor
    const found = await readCitable(tx, {
      networkId,
      tenantId,
      otherId: input.otherTenantId ?? null,
      today: civilDateOf(now),
    })
    const shown = found.filter(({ row }) =>
      isAllowed(ability, 'list', 'Agreement', { relation: standingToAgreement(actor, row, now) }),
    )
    const rows = shown.map(({ row, first, second }) => {
      const { id, number, title, until, standing, pausedBy } = row
      const side = sideOf(row, tenantId)
      const { status: _status, ...other } = side === 'first' ? second : first
      const accepts = standing !== null && pausedBy === null && standing.accepting !== side
      return { id, number, title, other, until, accepts }
    })
    return { rows }
  })
