type Placed = { readonly networkId: number; readonly tenantId: string; readonly scopeKey: bigint }

/** The facts of what an incubator keeps of its own house and writes down of its work. */
export type HouseFacts = {
  /** Somebody who works in an incubator, and the trainings they took. */
  StaffMember: Placed
  /** The rooms of an incubator and what is in them. */
  Premises: Placed
  /** How an incubator stands to the rules on staff, premises and party; its party branch. */
  Upkeep: Placed
  /** A training, a consultation, a project that an incubator wrote down. */
  Activity: Placed
}

/** What may be done to it. */
export const HOUSE_ACTIONS = {
  StaffMember: ['read', 'list', 'readUnmasked', 'create', 'update', 'end'],
  Premises: ['read', 'list', 'create', 'update', 'delete'],
  Activity: ['read', 'list', 'record', 'update'],
  Upkeep: ['read', 'list', 'keepParty'],
} as const
