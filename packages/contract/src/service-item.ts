import { NODE_KINDS, TENANT_KINDS, TIERS } from '@fuqiao/domain/profile'
import { SERVICE_ITEM_PERIODS, SERVICE_ITEM_STATES } from '@fuqiao/domain/service-item'
import { ACKNOWLEDGING_STANDINGS } from '@fuqiao/domain/standard'
import { z } from 'zod'
import { civilDateSchema, idSchema, requestKeySchema, versionSchema } from './ids.ts'
import { cursorSchema } from './paging.ts'
import { ownAcknowledgingSchema } from './standard.ts'

const words = (max: number) => z.string().trim().max(max)

/** Asked of all incubators below, or of those of some tiers and kinds. */
export const pushServiceItemInput = z.strictObject({
  key: requestKeySchema,
  title: words(100).min(1),
  words: words(2000).default(''),
  /** A service of the network's rules, every record of which counts; null: those records count that name the item. */
  serviceId: words(60).nullable(),
  tiers: z.array(z.enum(TIERS)).max(TIERS.length),
  kinds: z.array(z.enum(TENANT_KINDS)).max(TENANT_KINDS.length),
  target: z.int().min(1).max(10_000),
  period: z.enum(SERVICE_ITEM_PERIODS),
  from: civilDateSchema,
  until: civilDateSchema.nullable(),
})
export const endServiceItemInput = z.strictObject({
  key: requestKeySchema,
  id: idSchema,
  version: versionSchema,
  reason: words(500).min(1),
})
export const serviceItemChanged = z.strictObject({
  id: idSchema,
  version: versionSchema,
  state: z.enum(SERVICE_ITEM_STATES),
})

/** The first and the last day that are counted; null where the item is not asked for in the period. */
const countedDays = z.strictObject({ from: civilDateSchema, to: civilDateSchema }).nullable()

/** An item, and what came of it in a period as far as the viewer sees. */
export const serviceItemRowSchema = z.strictObject({
  id: idSchema,
  title: z.string(),
  words: z.string(),
  serviceId: z.string().nullable(),
  tenantId: idSchema,
  tenantName: z.string(),
  tiers: z.array(z.enum(TIERS)),
  kinds: z.array(z.enum(NODE_KINDS)),
  target: z.int(),
  period: z.enum(SERVICE_ITEM_PERIODS),
  from: civilDateSchema,
  until: civilDateSchema.nullable(),
  state: z.enum(SERVICE_ITEM_STATES),
  endReason: z.string(),
  version: versionSchema,
  days: countedDays,
  /** The acting incubator's own; null where it is not asked. */
  own: z.strictObject({ acknowledging: ownAcknowledgingSchema, records: z.int() }).nullable(),
  /** Incubators asked below the viewer; those that acknowledged; those that reached the target; records of all of them. */
  below: z.strictObject({ asked: z.int(), given: z.int(), met: z.int(), records: z.int() }),
  mayEnd: z.boolean(),
})
export type ServiceItemRow = z.infer<typeof serviceItemRowSchema>

/** A day of the period that is looked at; left out, today. */
const on = civilDateSchema.optional()
export const listServiceItemsInput = z.strictObject({ on })
export const serviceItemsSchema = z.strictObject({ rows: z.array(serviceItemRowSchema), mayPush: z.boolean() })
export const getServiceItemInput = z.strictObject({ id: idSchema, on })

export const listFulfilmentInput = z.strictObject({
  id: idSchema,
  on,
  /** Those that acknowledged, or those that reached the target; left out, all. */
  only: z.enum(['given', 'met']).optional(),
  cursor: idSchema.optional(),
})
/** An incubator that is asked, and what it did. */
export const fulfilmentRowSchema = z.strictObject({
  tenantId: idSchema,
  tenantName: z.string(),
  tier: z.enum(TIERS),
  kind: z.enum(NODE_KINDS),
  standing: z.enum(ACKNOWLEDGING_STANDINGS),
  givenAt: z.iso.datetime({ offset: true }).nullable(),
  records: z.int(),
  isMet: z.boolean(),
})
export const fulfilmentPageSchema = z.strictObject({ rows: z.array(fulfilmentRowSchema), next: idSchema.nullable() })

export const listItemRecordsInput = z.strictObject({
  id: idSchema,
  on,
  /** Of one incubator; left out, of all those asked in sight. */
  tenantId: idSchema.optional(),
  cursor: cursorSchema.optional(),
})
/** A service that was recorded and counts. */
export const itemRecordSchema = z.strictObject({
  id: idSchema,
  on: civilDateSchema,
  serviceId: z.string(),
  minutes: z.int(),
  words: z.string(),
  personName: z.string(),
  tenantId: idSchema,
  tenantName: z.string(),
  caseId: idSchema,
  caseNumber: z.string().nullable(),
  organisationName: z.string(),
})
export type ItemRecord = z.infer<typeof itemRecordSchema>
