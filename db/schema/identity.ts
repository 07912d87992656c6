import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  customType,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant, networkId, version } from './columns.ts'
import { acting, ownTenant, systemWall, wall } from './roles-and-policies.ts'
import { tenant } from './network.ts'
import { tenantOperator } from './operator.ts'
import { organisation } from './organisation.ts'

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })

/** A human being with one sign-in, whatever tenants they work in. The runtime role cannot read the password's hash (column grants). */
export const person = pgTable.withRLS(
  'person',
  {
    id: uuid('id').primaryKey(),
    loginName: text('login_name').notNull().unique(),
    displayName: text('display_name').notNull(),
    passwordHash: text('password_hash').notNull(),
    /** Whoever still has the password they were given acts nowhere before they chose their own, and can sign in with it until then. Null: their own. */
    initialUntil: instant('initial_until'),
    disabledAt: instant('disabled_at'),
    createdAt: instant('created_at').notNull(),
  },
  () => [wall('select', sql`id = ${acting.person}`), systemWall()],
)

/** A person's place: in a tenant with roles, or as the account of an organisation. */
export const membership = pgTable.withRLS(
  'membership',
  {
    id: uuid('id').primaryKey(),
    networkId: networkId(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    tenantId: uuid('tenant_id'),
    organisationId: uuid('organisation_id'),
    /** Whose person it is, where the tenant is run by an operator: the place ends with the operator. */
    operatorId: uuid('operator_id'),
    displayName: text('display_name').notNull(),
    roles: text('roles').array().notNull(),
    from: instant('from_at').notNull(),
    until: instant('until_at'),
    version: version(),
  },
  t => [
    index('membership_person').on(t.personId),
    index('membership_tenant').on(t.networkId, t.tenantId),
    index('membership_organisation').on(t.networkId, t.organisationId),
    foreignKey({
      name: 'membership_of_tenant',
      columns: [t.networkId, t.tenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    foreignKey({
      name: 'membership_of_operator',
      columns: [t.networkId, t.operatorId],
      foreignColumns: [tenantOperator.networkId, tenantOperator.id],
    }),
    index('membership_operator').on(t.networkId, t.operatorId),
    foreignKey({
      name: 'membership_of_organisation',
      columns: [t.networkId, t.organisationId],
      foreignColumns: [organisation.networkId, organisation.id],
    }),
    // What hangs on a membership names its person with it.
    unique('membership_of').on(t.networkId, t.id, t.personId),
    check('membership_one_place', sql`(tenant_id is null) <> (organisation_id is null)`),
    check(
      'membership_three_administrators',
      sql`('systemAdmin' = any (roles))::int + ('securityAdmin' = any (roles))::int + ('auditAdmin' = any (roles))::int <= 1`,
    ),
    wall(
      'select',
      sql`person_id = ${acting.person} or (network_id = ${acting.network} and tenant_id = ${acting.tenant})`,
    ),
    // Nobody changes what they themselves are.
    wall('update', sql`${ownTenant} and person_id <> ${acting.person}`),
    systemWall(),
  ],
)

/** One sign-in on one device, acting in one membership. A switch of tenant ends it and opens another. */
export const session = pgTable.withRLS(
  'session',
  {
    id: uuid('id').primaryKey(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    membershipId: uuid('membership_id')
      .notNull()
      .references(() => membership.id),
    createdAt: instant('created_at').notNull(),
    /** Moves forward with each refresh; past it the session is dead (idle). */
    idleUntil: instant('idle_until').notNull(),
    /** Never moves: the longest a session may live. */
    expiresAt: instant('expires_at').notNull(),
    endedAt: instant('ended_at'),
    endReason: text('end_reason'),
    userAgent: text('user_agent').notNull().default(''),
    address: text('address').notNull().default(''),
  },
  t => [
    index('session_person').on(t.personId, t.createdAt),
    index('session_membership').on(t.membershipId),
    wall('select', sql`person_id = ${acting.person}`),
    systemWall(),
  ],
)

/** Refresh tokens, only as digests; a token used twice ends the whole session. */
export const refreshToken = pgTable.withRLS(
  'refresh_token',
  {
    id: uuid('id').primaryKey(),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => session.id),
    digest: bytes('digest').notNull(),
    createdAt: instant('created_at').notNull(),
    usedAt: instant('used_at'),
    successorId: uuid('successor_id'),
  },
  t => [unique('refresh_token_digest').on(t.digest), index('refresh_token_session').on(t.sessionId), systemWall()],
)

/** Failed sign-ins by account-and-address and by address: slows guessing, never locks an account for its owner elsewhere. */
export const signInThrottle = pgTable.withRLS(
  'sign_in_throttle',
  {
    key: text('key').primaryKey(),
    failures: integer('failures').notNull(),
    windowStart: instant('window_start').notNull(),
    blockedUntil: instant('blocked_until'),
  },
  () => [systemWall()],
)

/** Answers already given to a request key: the same key gives the same answer and no second effect. */
export const idempotencyKey = pgTable.withRLS(
  'idempotency_key',
  {
    personId: uuid('person_id').notNull(),
    key: uuid('key').notNull(),
    procedure: text('procedure').notNull(),
    requestDigest: text('request_digest').notNull(),
    response: text('response'),
    at: instant('at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.personId, t.key] }),
    ...(['select', 'insert', 'update'] as const).map(command => wall(command, sql`person_id = ${acting.person}`)),
    systemWall(),
  ],
)

/** Keys of the installation: signing keys are made once under the migration lock. Read by the system role alone. */
export const installationKey = pgTable.withRLS(
  'installation_key',
  {
    name: text('name').primaryKey(),
    privatePem: text('private_pem').notNull(),
    publicPem: text('public_pem').notNull(),
    createdAt: instant('created_at').notNull(),
    isRetired: boolean('is_retired').notNull().default(false),
  },
  () => [systemWall()],
)
