type InNetwork = { readonly networkId: number }
type Placed = InNetwork & { readonly tenantId: string; readonly scopeKey: bigint }

/** The facts of what the upper tiers lay down and what is published. */
export type GuidanceFacts = {
  /** A version of a service standard. */
  Standard: Placed & { readonly state: string }
  /** Something asked of the incubators below. */
  ServiceItem: Placed
  /** An incubator's word that it knows of a standard or of an item. */
  Acknowledgement: Placed
  /** A version of a publication; its papers follow it. */
  Publication: Placed & { readonly state: string }
}

/** What may be done to it. */
export const GUIDANCE_ACTIONS = {
  /** `edit` also begins and discards a draft. */
  Standard: ['read', 'list', 'edit', 'publish'],
  ServiceItem: ['read', 'list', 'push', 'end'],
  Acknowledgement: ['read', 'list', 'give'],
  /** `write` is all that the writing incubator's officers do until the decision, and beginning a correction. */
  Publication: ['read', 'list', 'write', 'approve', 'return', 'withdraw'],
} as const
