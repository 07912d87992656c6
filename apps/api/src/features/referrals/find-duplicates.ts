import { idSchema } from '@fuqiao/contract'
import { z } from 'zod'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { standingTo } from './facts.ts'
import { readOrganisationCards } from './list-store.ts'
import { readReferral } from './referral-store.ts'
import { readSimilar } from './world-store.ts'

/** Organisations in the target's own sight that look like the one referred to it: to be answered for before it accepts. */
export const findDuplicates = tenantProcedure
  .meta({ can: ['accept', 'Referral'] })
  .input(z.strictObject({ id: idSchema }))
  .output(
    z.array(
      z.strictObject({
        organisationId: idSchema,
        name: z.string(),
        creditCode: z.string().nullable(),
        custodianName: z.string(),
        reason: z.enum(['creditCode', 'name']),
      }),
    ),
  )
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const [row, similar] = await Promise.all([
      readReferral(tx, { networkId: actor.networkId, id: input.id }),
      readSimilar(tx, input.id),
    ])
    if (!row) throw notFound()
    authorise(ability, 'accept', 'Referral', { relation: standingTo(actor, row, now) })
    const cards = await readOrganisationCards(
      tx,
      actor.networkId,
      similar.map(({ id }) => id),
    )
    return similar.flatMap(({ id, reason }) =>
      cards.filter(card => card.organisationId === id).map(card => ({ ...card, reason })),
    )
  })
