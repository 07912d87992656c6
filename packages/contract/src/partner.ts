import { NODE_KINDS, TIERS } from '@fuqiao/domain/profile'
import { PARTNERSHIP_ACTIONS, PARTNERSHIP_STATES } from '@fuqiao/domain/partner'
import { z } from 'zod'
import { idSchema, requestKeySchema, versionSchema } from './ids.ts'

/** The number of a network of the installation. */
export const networkIdSchema = z.int().min(1).max(32_767)

/** A partner network, or one that is asked or asks; of the other network its name, its division and how many incubators it offers. */
export const partnerSchema = z.strictObject({
  networkId: z.int(),
  name: z.string(),
  divisionCode: z.string(),
  state: z.enum(PARTNERSHIP_STATES),
  isProposedByUs: z.boolean(),
  isChangedByUs: z.boolean(),
  /** The tenant of one's own tree that stands for the other network; null until it first came into force. */
  tenantId: idSchema.nullable(),
  version: z.int(),
  changedAt: z.iso.datetime({ offset: true }),
  reason: z.string(),
  offered: z.int(),
  actions: z.array(z.enum(PARTNERSHIP_ACTIONS)),
})
export type PartnerView = z.infer<typeof partnerSchema>

/** A network that one may propose to. */
export const partnerCandidateSchema = z.strictObject({ networkId: z.int(), name: z.string(), divisionCode: z.string() })

/** The public card of an incubator that a partner network offers. */
export const partnerIncubatorSchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  tier: z.enum(TIERS),
  kind: z.enum(NODE_KINDS),
  divisionName: z.string(),
  functions: z.array(z.string()),
  fields: z.array(z.string()),
  contactName: z.string(),
  contactPhone: z.string(),
})
export type PartnerIncubator = z.infer<typeof partnerIncubatorSchema>

export const proposePartnerInput = z.strictObject({ key: requestKeySchema, networkId: networkIdSchema })
export const changePartnerInput = z.strictObject({
  key: requestKeySchema,
  networkId: networkIdSchema,
  version: versionSchema,
  /** Why it is declined, withdrawn or ended; read by both sides. */
  reason: z.string().trim().max(500),
})
export const partnerChanged = z.strictObject({
  networkId: z.int(),
  state: z.enum(PARTNERSHIP_STATES),
  version: z.int(),
})
export const offerIncubatorInput = z.strictObject({ key: requestKeySchema, tenantId: idSchema, isOffered: z.boolean() })
