import { relationOf } from '@fuqiao/access'
import { idSchema, versionSchema, WEBHOOK_GROUPS, webhookInputSchema } from '@fuqiao/contract'
import { v7 } from 'uuid'
import { z } from 'zod'
import { faultOfUrl } from '../../channels/post-webhook.ts'
import { newSecret, sealSecret } from '../../channels/sealed-secret.ts'
import { steppedProcedure, tenantStep } from '../../rpc/acting-step.ts'
import { AppError } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { kindsOf } from './kinds-of-groups.ts'
import { deleteEndpoint, findEndpoint, insertEndpoint, readEndpoints, updateEndpoint } from './webhook-store.ts'

/** Endpoints that a tenant keeps. */
const mostEndpoints = 10

/**
 * Makes an endpoint and answers its secret: the only time it is ever told. The address is looked up outside any transaction.
 * @throws INPUT_INVALID when the address is no public https address, or there are too many
 */
export const create = steppedProcedure
  .meta({ can: ['create', 'WebhookEndpoint'] })
  .input(webhookInputSchema)
  .output(z.strictObject({ id: z.uuid(), secret: z.string() }))
  .mutation(async ({ ctx, input }) => {
    const { deps } = ctx
    const fault = await faultOfUrl(input.url, deps.channels.allowsLocalWebhooks)
    if (fault) throw new AppError('INPUT_INVALID', {}, { url: fault })
    return tenantStep(ctx, false, async ({ tx, actor, ability, now }) => {
      authorise(ability, 'create', 'WebhookEndpoint', { relation: relationOf(actor, 'WebhookEndpoint', actor, now) })
      if ((await readEndpoints(tx, actor)).length >= mostEndpoints)
        throw new AppError('INPUT_INVALID', {}, { url: 'INPUT_TOO_MANY_ENDPOINTS' })
      const { networkId, tenantId, personName } = actor
      const [id, secret] = [v7(), newSecret()]
      await insertEndpoint(tx, {
        ...{ networkId, id, tenantId, url: input.url, kinds: kindsOf(input.groups), state: 'active' },
        sealedSecret: sealSecret(deps.secret, { networkId, endpointId: id }, secret),
        ...{ createdAt: now, createdByName: personName, updatedAt: now },
      })
      await writeAudit(tx, actor, {
        ...{ action: 'webhook.create', subjectKind: 'WebhookEndpoint', subjectId: id, at: now },
        details: { groups: input.groups },
      })
      return { id, secret }
    })
  })

/** Chooses what an endpoint is told of, pauses or resumes it. What was to be sent while it is paused is not sent. @throws NOT_FOUND, VERSION_CONFLICT */
export const change = tenantProcedure
  .meta({ can: ['change', 'WebhookEndpoint'] })
  .input(
    z.strictObject({
      id: idSchema,
      version: versionSchema,
      state: z.enum(['active', 'paused']),
      groups: z.array(z.enum(WEBHOOK_GROUPS)).min(1).max(WEBHOOK_GROUPS.length),
    }),
  )
  .output(z.strictObject({ version: z.int() }))
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const row = await findEndpoint(tx, actor, input.id)
    authorise(ability, 'change', 'WebhookEndpoint', { relation: relationOf(actor, 'WebhookEndpoint', row, now) })
    const { version, state, groups } = input
    const written = await updateEndpoint(tx, actor, row, { version, state, kinds: kindsOf(groups), updatedAt: now })
    await writeAudit(tx, actor, {
      ...{ action: 'webhook.change', subjectKind: 'WebhookEndpoint', subjectId: row.id, at: now },
      details: { state, groups },
    })
    return { version: written }
  })

/** Removes an endpoint; nothing more is sent there. @throws NOT_FOUND */
export const remove = tenantProcedure
  .meta({ can: ['delete', 'WebhookEndpoint'] })
  .input(z.strictObject({ id: idSchema }))
  .output(z.strictObject({ ok: z.literal(true) }))
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const row = await findEndpoint(tx, actor, input.id)
    authorise(ability, 'delete', 'WebhookEndpoint', { relation: relationOf(actor, 'WebhookEndpoint', row, now) })
    await deleteEndpoint(tx, actor, row.id)
    await writeAudit(tx, actor, {
      ...{ action: 'webhook.delete', subjectKind: 'WebhookEndpoint', subjectId: row.id, at: now },
    })
    return { ok: true as const }
  })
