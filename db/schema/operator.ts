import { sql } from 'drizzle-orm'
import { check, date, foreignKey, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, instant, networkId, scopeKey, tenantId, version } from './columns.ts'
import { tenant } from './network.ts'
import { acting, inNetwork, inSubtree, systemWall, wall } from './roles-and-policies.ts'

/** Those above a tenant say who runs it; of the tenant at the top, it itself. */
const toAppoint = sql`${inNetwork} and ${inSubtree} and case when tenant_id <> ${acting.tenant} then true else ${acting.isRoot} end`

/** Who runs an incubator, from when to when: the bureau itself, or a body whose service is purchased (J-13, L-03). One at a time; those that ended are its history. */
export const tenantOperator = pgTable.withRLS(
  'tenant_operator',
  {
    networkId: networkId(),
    id: id(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    name: text('name').notNull(),
    kind: text('kind').$type<'self' | 'purchased'>().notNull(),
    contractNumber: text('contract_number').notNull().default(''),
    /** Its first and its last day; without a last day it runs on. */
    from: date('from_on').notNull(),
    until: date('until_on'),
    state: text('state').$type<'appointed' | 'inForce' | 'ended'>().notNull(),
    /** What came of each condition of the network when it was appointed. */
    conditions: jsonb('conditions').$type<{ id: string; isMet: boolean; said: string }[]>().notNull(),
    appointedByName: text('appointed_by_name').notNull(),
    endedAt: instant('ended_at'),
    endReason: text('end_reason').notNull().default(''),
    version: version(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'operator_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    check('operator_ended_whole', sql`(state = 'ended') = (ended_at is not null)`),
    uniqueIndex('operator_now')
      .on(t.networkId, t.tenantId)
      .where(sql`state <> 'ended'`),
    index('operator_of').on(t.networkId, t.tenantId, t.scopeKey),
    index('operator_running')
      .on(t.until)
      .where(sql`state <> 'ended'`),
    wall('select', sql`${inNetwork} and ${inSubtree}`),
    wall('insert', toAppoint),
    wall('update', toAppoint),
    systemWall(),
  ],
)
