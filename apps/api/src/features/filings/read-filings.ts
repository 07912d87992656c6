import { isAllowed, relationOf } from '@fuqiao/access'
import {
  filingRowSchema,
  filingsOfOrganisationSchema,
  idSchema,
  listFilingsInput,
  pageOf,
  pageSize,
} from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { filesAt } from '@fuqiao/domain/filing'
import { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { authorise, organisationProcedure, tenantProcedure } from '../../rpc/procedures.ts'
import { profileOf } from '../network/index.ts'
import { isBelowTheBar } from './filing-rules.ts'
import { cursorAfter, readFilingHistory, readFilings, readFilingsOf, readSubject } from './filing-store.ts'
import { filingRowView, filingView, standingToFiling } from './filing-view.ts'

/** The filing register of the acting incubator and of those below it (B-14); the last changed first unless sorted otherwise. */
export const listFilings = tenantProcedure
  .meta({ can: ['list', 'Filing'] })
  .input(listFilingsInput)
  .output(pageOf(filingRowSchema))
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const { networkId, tenantId } = actor
    const { filter = {}, sort, cursor } = input
    const today = civilDateOf(now)
    const found = await readFilings(tx, { networkId, tenantId, today, filter, sort, cursor, limit: pageSize + 1 })
    const page = found
      .slice(0, pageSize)
      .filter(({ row }) => isAllowed(ability, 'list', 'Filing', { relation: standingToFiling(actor, row, now) }))
    const last = found.length > pageSize ? found[pageSize - 1] : undefined
    return { rows: page.map(each => filingRowView(each, ctx)), next: last ? cursorAfter(sort, last) : null }
  })

/** The filings of one organisation with their history, what the network asks of a filing, and what the caller may do. @throws NOT_FOUND, NOT_ALLOWED */
export const ofOrganisation = tenantProcedure
  .meta({ can: ['read', 'Filing'] })
  .input(z.strictObject({ organisationId: idSchema }))
  .output(filingsOfOrganisationSchema)
  .query(({ ctx, input }) => filingsOf(ctx, input.organisationId))

/** The acting organisation's own filings. */
export const ownFilings = organisationProcedure
  .meta({ can: ['read', 'Filing'] })
  .input(z.strictObject({}))
  .output(filingsOfOrganisationSchema)
  .query(({ ctx }) => filingsOf(ctx, ctx.actor.organisationId))

async function filingsOf(
  acting: ActingIn,
  organisationId: string,
): Promise<z.infer<typeof filingsOfOrganisationSchema>> {
  const { tx, actor, ability, now, deps } = acting
  const { networkId } = actor
  const subject = await readSubject(tx, { networkId, id: organisationId })
  const relation = relationOf(actor, 'Filing', { ...subject, networkId, organisationId }, now)
  authorise(ability, 'read', 'Filing', { relation })
  const found = await readFilingsOf(tx, { networkId, organisationId })
  const history = await readFilingHistory(tx, { networkId, ids: found.map(({ row }) => row.id) })
  const profile = profileOf(deps, actor)
  const { tiers, leastMembers, decide, validMonths } = profile.filing
  const isOpen = found.some(({ row }) => row.state === 'applied' || row.state === 'filed')
  const mayBegin = isBelowTheBar(subject.kind) && subject.mergedIntoId === null
  return {
    filings: found.map(each => filingView(each, history, acting)),
    rules: {
      tiers: filesAt(profile, subject.tier) ? tiers : tiers.filter(tier => filesAt(profile, tier)),
      ...{ leastMembers, decideDays: decide.days, decideUnit: decide.unit, validMonths: validMonths ?? null },
    },
    can: {
      apply:
        mayBegin && !isOpen && filesAt(profile, subject.tier) && isAllowed(ability, 'apply', 'Filing', { relation }),
      grow: mayBegin && isAllowed(ability, 'grow', 'Organisation', { relation }),
    },
  }
}
