import { relationOf } from '@fuqiao/access'
import { idSchema, versionSchema, WEBHOOK_OVERLAP_HOURS } from '@fuqiao/contract'
import { z } from 'zod'
import { newSecret, sealSecret } from '../../channels/sealed-secret.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { findEndpoint, updateEndpoint } from './webhook-store.ts'

const overlapMs = WEBHOOK_OVERLAP_HOURS * 3_600_000

/**
 * Gives an endpoint a new secret, told this once. Until `previousUntil` messages are signed with the one before it too; one from an earlier change
 * ends at once.
 * @throws NOT_FOUND, VERSION_CONFLICT
 */
export const rotate = tenantProcedure
  .meta({ can: ['change', 'WebhookEndpoint'] })
  .input(z.strictObject({ id: idSchema, version: versionSchema }))
  .output(z.strictObject({ secret: z.string(), previousUntil: z.iso.datetime({ offset: true }), version: z.int() }))
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, ability, now, deps } = ctx
    const row = await findEndpoint(tx, actor, input.id)
    authorise(ability, 'change', 'WebhookEndpoint', { relation: relationOf(actor, 'WebhookEndpoint', row, now) })
    const secret = newSecret()
    const previousUntil = new Date(now.getTime() + overlapMs)
    const version = await updateEndpoint(tx, actor, row, {
      ...{ version: input.version, updatedAt: now, previousUntil },
      sealedSecret: sealSecret(deps.secret, { networkId: row.networkId, endpointId: row.id }, secret),
    })
    await writeAudit(tx, actor, {
      ...{ action: 'webhook.rotate', subjectKind: 'WebhookEndpoint', subjectId: row.id, at: now },
    })
    return { secret, previousUntil: previousUntil.toISOString(), version }
  })
