import { relationOf } from '@fuqiao/access'
import { idSchema, WEBHOOK_GROUPS, WEBHOOK_TEST, webhookDeliverySchema, webhookSchema } from '@fuqiao/contract'
import { z } from 'zod'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { groupsOf } from './kinds-of-groups.ts'
import { findEndpoint, readEndpoints, readLastDeliveries } from './webhook-store.ts'

/** Deliveries that the page shows of an endpoint. */
const lastDeliveries = 20

/** The tenant's endpoints; no answer but the one that makes an endpoint holds its secret. */
export const list = tenantProcedure
  .meta({ can: ['list', 'WebhookEndpoint'] })
  .input(z.strictObject({}).optional())
  .output(z.strictObject({ rows: z.array(webhookSchema), groups: z.array(z.enum(WEBHOOK_GROUPS)) }))
  .query(async ({ ctx }) => {
    const { tx, actor, ability, now } = ctx
    authorise(ability, 'list', 'WebhookEndpoint', { relation: relationOf(actor, 'WebhookEndpoint', actor, now) })
    const rows = await readEndpoints(tx, actor)
    return {
      rows: rows.map(({ id, url, kinds, state, createdAt, createdByName, previousUntil, version }) => ({
        ...{ id, url, state, createdByName, version },
        groups: groupsOf(kinds),
        createdAt: createdAt.toISOString(),
        previousUntil: previousUntil && previousUntil > now ? previousUntil.toISOString() : null,
      })),
      groups: [...WEBHOOK_GROUPS],
    }
  })

/** What was sent to an endpoint last, and what came of it. @throws NOT_FOUND */
export const deliveries = tenantProcedure
  .meta({ can: ['read', 'WebhookEndpoint'] })
  .input(z.strictObject({ id: idSchema }))
  .output(z.strictObject({ rows: z.array(webhookDeliverySchema) }))
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const endpoint = await findEndpoint(tx, actor, input.id)
    authorise(ability, 'read', 'WebhookEndpoint', { relation: relationOf(actor, 'WebhookEndpoint', endpoint, now) })
    const rows = await readLastDeliveries(tx, actor, endpoint.id, lastDeliveries)
    return {
      rows: rows.map(({ params, kind, purpose, at, nextAt, ...row }) => ({
        ...row,
        endpointId: endpoint.id,
        kind: purpose === 'test' ? WEBHOOK_TEST : (kind ?? ''),
        number: String(params?.['number'] ?? ''),
        at: at.toISOString(),
        nextAt: nextAt?.toISOString() ?? null,
      })),
    }
  })
