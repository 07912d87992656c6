import { relationOf } from '@fuqiao/access'
import { idSchema } from '@fuqiao/contract'
import { z } from 'zod'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { findEndpoint, insertTest, isTestWaiting } from './webhook-store.ts'

/**
 * Asks for a test of an endpoint: the worker sends it like every message, signed alike, to a paused endpoint too; what came of it stands first in the
 * list of deliveries. While one waits there is no second. @throws NOT_FOUND
 */
export const sendTest = tenantProcedure
  .meta({ can: ['change', 'WebhookEndpoint'] })
  .input(z.strictObject({ id: idSchema }))
  .output(z.strictObject({ ok: z.literal(true) }))
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const row = await findEndpoint(tx, actor, input.id)
    authorise(ability, 'change', 'WebhookEndpoint', { relation: relationOf(actor, 'WebhookEndpoint', row, now) })
    if (await isTestWaiting(tx, actor, row.id)) return { ok: true as const }
    await insertTest(tx, actor, row.id, now)
    await writeAudit(tx, actor, {
      ...{ action: 'webhook.test', subjectKind: 'WebhookEndpoint', subjectId: row.id, at: now },
    })
    return { ok: true as const }
  })
