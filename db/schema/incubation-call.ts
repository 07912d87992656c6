import { date, foreignKey, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { id, instant, networkId, scopeKey, tenantId, version } from './columns.ts'
import { tenant } from './network.ts'
import { inNetwork, ownTenant, systemWall, wall } from './roles-and-policies.ts'

/** A call for applications with its opening and closing dates (Z-07). Read by the whole network, and by the public. */
export const incubationCall = pgTable.withRLS(
  'incubation_call',
  {
    networkId: networkId(),
    id: id(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    number: text('number').notNull(),
    title: text('title').notNull(),
    words: text('words').notNull(),
    opensOn: date('opens_on').notNull(),
    /** The last day on which it takes applications. */
    closesOn: date('closes_on').notNull(),
    places: integer('places').notNull(),
    state: text('state').$type<'published' | 'withdrawn'>().notNull().default('published'),
    version: version(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    personName: text('person_name').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    unique('incubation_call_number').on(t.networkId, t.tenantId, t.number),
    foreignKey({
      name: 'incubation_call_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    index('incubation_call_place').on(t.tenantId, t.networkId, t.scopeKey),
    index('incubation_call_by_end').on(t.networkId, t.closesOn.desc().nullsFirst(), t.id.desc().nullsFirst()),
    wall('select', inNetwork),
    wall('insert', ownTenant),
    wall('update', ownTenant),
    systemWall(),
  ],
)
