import {
  idSchema,
  listBoxInput,
  listDeskInput,
  pageOf,
  pageSize,
  type ReferralFilter,
  referralRowSchema,
  type ReferralSort,
  referralStateSchema,
  type Cursor,
} from '@fuqiao/contract'
import { mightBeAllowed, type TenantActor } from '@fuqiao/access'
import { z } from 'zod'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { actorProcedure, authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { profileOf } from '../network/index.ts'
import { type Box, countByState, cursorAfter, readList } from './list-store.ts'
import { rowView } from './row-view.ts'
import type { ActingIn } from './transit.ts'
import { readOrganisation } from './world-store.ts'

/** The acting tenant's inbox; its own name is known from its session. */
export function inboxOf(actor: TenantActor): Box {
  const { tenantId, tenantName: name, tenantShortName: shortName, tier, tenantKind: kind } = actor
  return { box: 'inbox', tenantId, target: { id: tenantId, name, shortName, tier, kind } }
}

/** One page of a list, each row cut to what the viewer may see. */
export async function pageOfReferrals(
  acting: ActingIn,
  box: Box,
  {
    filter,
    cursor,
    sort,
  }: { filter?: ReferralFilter | undefined; cursor?: Cursor | undefined; sort?: ReferralSort | undefined },
) {
  const { tx, actor, now, deps } = acting
  const found = await readList(tx, box, { networkId: actor.networkId, now, limit: pageSize + 1, filter, cursor, sort })
  const onlook = { actor, now, calendar: deps.calendar(), profile: profileOf(deps, actor) }
  const last = found.length > pageSize ? found[pageSize - 1] : undefined
  return {
    rows: found.slice(0, pageSize).map(row => rowView(row, onlook)),
    next: last ? cursorAfter(box.box, last, sort) : null,
  }
}

/** Referrals sent to the acting tenant, by last change unless sorted otherwise. */
export const inbox = tenantProcedure
  .meta({ can: ['list', 'Referral'] })
  .input(listBoxInput)
  .output(pageOf(referralRowSchema))
  .query(({ ctx, input }) => {
    authorise(ctx.ability, 'list', 'Referral', { relation: 'target' })
    return pageOfReferrals(ctx, inboxOf(ctx.actor), input)
  })

/** Referrals of the acting tenant, drafts included, by last change unless sorted otherwise. */
export const outbox = tenantProcedure
  .meta({ can: ['list', 'Referral'] })
  .input(listBoxInput)
  .output(pageOf(referralRowSchema))
  .query(({ ctx, input }) => {
    authorise(ctx.ability, 'list', 'Referral', { relation: 'sender' })
    return pageOfReferrals(ctx, { box: 'outbox', tenantId: ctx.actor.tenantId }, input)
  })

/** Referrals between others that wait at the acting tenant's desk, the most overdue first unless sorted otherwise. */
export const desk = tenantProcedure
  .meta({ can: ['list', 'Referral'] })
  .input(listDeskInput)
  .output(pageOf(referralRowSchema))
  .query(({ ctx, input }) => {
    authorise(ctx.ability, 'list', 'Referral', { relation: 'desk' })
    return pageOfReferrals(ctx, { box: 'desk', tenantId: ctx.actor.tenantId }, input)
  })

/** How many referrals wait at the acting tenant's desk, by state. */
export const deskCounts = tenantProcedure
  .meta({ can: ['list', 'Referral'] })
  .output(z.strictObject({ rows: z.array(z.strictObject({ state: referralStateSchema, n: z.int() })) }))
  .query(async ({ ctx }) => {
    const { tx, actor, ability, now } = ctx
    authorise(ability, 'list', 'Referral', { relation: 'desk' })
    const desk: Box = { box: 'desk', tenantId: actor.tenantId }
    return { rows: await countByState(tx, desk, { networkId: actor.networkId, now }) }
  })

/** Referrals of one organisation that the viewer is a party of, by last change unless sorted otherwise; for an organisation's account, its own. */
export const ofOrganisation = actorProcedure
  .meta({ can: ['list', 'Referral'] })
  .input(listBoxInput.extend({ organisationId: idSchema.optional() }))
  .output(pageOf(referralRowSchema))
  .query(async ({ ctx, input }) => {
    const { actor, ability, tx } = ctx
    if (!mightBeAllowed(ability, 'list', 'Referral')) throw new AppError('NOT_ALLOWED')
    if (actor.kind === 'organisation') {
      if (input.organisationId !== undefined && input.organisationId !== actor.organisationId) throw notFound()
      return pageOfReferrals(ctx, { box: 'organisation', organisationId: actor.organisationId }, input)
    }
    if (input.organisationId === undefined) throw notFound()
    const organisation = await readOrganisation(tx, { networkId: actor.networkId, id: input.organisationId })
    if (!organisation) throw notFound()
    const { rows, next } = await pageOfReferrals(ctx, { box: 'organisation', organisationId: organisation.id }, input)
    // A superior that is also the target sees the organisation, and must not learn from here which one its preview is of.
    return { rows: rows.filter(row => row.organisation !== null), next }
  })
