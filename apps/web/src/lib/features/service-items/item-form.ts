import { TENANT_KINDS, TIERS } from '@fuqiao/domain/profile'
import { SERVICE_ITEM_PERIODS } from '@fuqiao/domain/service-item'
import { z } from 'zod'

/** What the form says of an item: a form's numbers are text, and no service means words of its own. */
export const pushForm = z.object({
  key: z.uuid(),
  title: z.string().trim().min(1).max(100),
  words: z.string().trim().max(2000).default(''),
  serviceId: z.string().nullable().default(null),
  tiers: z.array(z.enum(TIERS)),
  kinds: z.array(z.enum(TENANT_KINDS)),
  target: z.coerce.number().int().min(1).max(10_000),
  period: z.enum(SERVICE_ITEM_PERIODS),
  from: z.iso.date(),
  until: z.iso.date().nullable().default(null),
})
export const endForm = z.object({
  key: z.uuid(),
  version: z.coerce.number().int().min(1),
  reason: z.string().trim().min(1).max(500),
})
