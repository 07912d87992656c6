/** How an actor may stand to a row. */
export const RELATIONS = [
  'own',
  'superior',
  'sender',
  'target',
  'desk',
  'organisation',
  'grantee',
  'network',
  'self',
  'none',
] as const

/**
 * How an actor stands to a row: `own` its tenant's; `superior` a tenant's below it; `sender`, `target`, `desk` a party of the referral, the first two also of an agreement, an enquiry, an assignment or a target, `desk` also of a case that waits for it and of a report that it accepts;
 * `organisation` the organisation's own account; `grantee` under a live grant; `network` open to the whole network; `self` the person's own;
 * `none` outside the wall, so that the row does not exist for the actor.
 */
export type Relation = (typeof RELATIONS)[number]
