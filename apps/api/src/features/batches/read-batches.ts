import { batchRowSchema, type BatchView, batchViewSchema, idSchema } from '@fuqiao/contract'
import { isAllowed } from '@fuqiao/access'
import { z } from 'zod'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { readBatches, readBatchWithTarget, readItems } from './batch-store.ts'

/** How many batches a list names: the latest, for the choice of one. */
const listed = 50

/** The acting tenant's latest batches. */
export const listBatches = tenantProcedure
  .meta({ can: ['list', 'ReferralBatch'] })
  .output(z.strictObject({ rows: z.array(batchRowSchema) }))
  .query(async ({ ctx: { tx, actor, ability } }) => {
    authorise(ability, 'list', 'ReferralBatch', { relation: 'sender' })
    const { networkId, tenantId } = actor
    const rows = await readBatches(tx, { networkId, tenantId, limit: listed })
    return { rows: rows.map(row => ({ ...row, createdAt: row.createdAt.toISOString() })) }
  })

/** A batch with what became of each organisation, each referral as it stands now. */
export const getBatch = tenantProcedure
  .meta({ can: ['read', 'ReferralBatch'] })
  .input(z.strictObject({ id: idSchema }))
  .output(batchViewSchema)
  .query(async ({ ctx: { tx, actor, ability }, input: { id } }) => {
    const key = { networkId: actor.networkId, id }
    const [found, items] = await Promise.all([readBatchWithTarget(tx, key), readItems(tx, key)])
    if (!found) throw notFound()
    authorise(ability, 'read', 'ReferralBatch', { relation: 'sender' })
    const {
      networkId: _network,
      fromTenantId: _from,
      toTenantId: _to,
      createdByPersonId: _by,
      sections,
      createdAt,
      ...said
    } = found.row
    return {
      ...said,
      sections: sections as BatchView['sections'],
      createdAt: createdAt.toISOString(),
      target: found.target,
      rows: items.map(rowOf),
      can: {
        begin: isAllowed(ability, 'begin', 'ReferralBatch', { relation: 'sender' }),
        requestConsent: isAllowed(ability, 'requestConsent', 'Referral', { relation: 'sender' }),
        approve: isAllowed(ability, 'approve', 'Referral', { relation: 'sender' }),
      },
    }
  })

function rowOf({
  item,
  organisationName,
  referral,
}: Awaited<ReturnType<typeof readItems>>[number]): BatchView['rows'][number] {
  const { organisationId, referralId, referralNumber, refusalCode, refusalParams } = item
  return {
    organisation: { id: organisationId, name: organisationName },
    referral:
      referralId === null
        ? null
        : {
            ...{ id: referralId, number: referralNumber ?? '' },
            ...{ state: referral?.state ?? null, version: referral?.version ?? null },
          },
    refusal:
      refusalCode === null
        ? null
        : {
            code: refusalCode as NonNullable<BatchView['rows'][number]['refusal']>['code'],
            params: refusalParams ?? {},
          },
  }
}
