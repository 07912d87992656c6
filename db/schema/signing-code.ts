import { sql } from 'drizzle-orm'
import { foreignKey, index, pgTable, primaryKey, smallint, unique, uuid } from 'drizzle-orm/pg-core'
import { instant, networkId } from './columns.ts'
import { membership } from './identity.ts'
import { incubationCase } from './incubation.ts'
import { acting, systemWall, wall } from './roles-and-policies.ts'

const ownPerson = sql`network_id = ${acting.network} and person_id = ${acting.person}`

/**
 * The one-time code that a person signs the agreement of a case with. The code is derived from `codeId`, the person's confirmed address and the
 * installation's secret, so that it is stored nowhere, not even as a hash that could be tried out.
 */
export const signingCode = pgTable.withRLS(
  'signing_code',
  {
    networkId: networkId(),
    caseId: uuid('case_id').notNull(),
    membershipId: uuid('membership_id').notNull(),
    personId: uuid('person_id').notNull(),
    /** Null when it was used. */
    codeId: uuid('code_id'),
    endsAt: instant('ends_at').notNull(),
    /** Wrong codes that were tried. */
    tries: smallint('tries').notNull().default(0),
    /** Codes asked for since `codesSince`: slows whoever would fill somebody's mailbox with them. */
    codesAsked: smallint('codes_asked').notNull(),
    codesSince: instant('codes_since').notNull(),
    askedAt: instant('asked_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.caseId, t.membershipId] }),
    foreignKey({
      name: 'signing_code_case',
      columns: [t.networkId, t.caseId],
      foreignColumns: [incubationCase.networkId, incubationCase.id],
    }),
    foreignKey({
      name: 'signing_code_membership',
      columns: [t.networkId, t.membershipId, t.personId],
      foreignColumns: [membership.networkId, membership.id, membership.personId],
    }),
    unique('signing_code_code').on(t.networkId, t.codeId),
    index('signing_code_of_membership').on(t.networkId, t.membershipId, t.personId),
    ...(['select', 'insert', 'update'] as const).map(command => wall(command, ownPerson)),
    systemWall(),
  ],
)
