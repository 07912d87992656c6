import { sql } from 'drizzle-orm'
import { check, foreignKey, index, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { id, instant, networkId, tenantId, version } from './columns.ts'
import { tenant } from './network.ts'
import { ownTenant, systemWall, wall } from './roles-and-policies.ts'

/**
 * Asking for an organisation that another incubator has (调入申请): the asker's own row, which holds what the asker wrote and nothing else. Whether there is
 * such an organisation, and who has it, stands nowhere in it; what is drafted with the custodian points here, never the other way.
 */
export const referralRequest = pgTable.withRLS(
  'referral_request',
  {
    networkId: networkId(),
    id: id(),
    /** The asker. */
    tenantId: tenantId(),
    /** Shown to people, counted per asker and year. */
    number: text('number').notNull(),
    /** As the organisation states it. */
    name: text('name').notNull(),
    creditCode: text('credit_code'),
    /** The code, or the name as it is compared where there is none. */
    subjectKey: text('subject_key').notNull(),
    /** A function of the profile's catalogue. */
    need: text('need').notNull(),
    field: text('field').notNull(),
    /** The asker's area: where the organisation turned up. */
    divisionCode: text('division_code').notNull(),
    mode: text('mode').$type<'coService' | 'handOver'>().notNull(),
    reason: text('reason').notNull(),
    offer: text('offer').notNull(),
    askedByPersonId: uuid('asked_by_person_id').notNull(),
    askedByName: text('asked_by_name').notNull(),
    askedAt: instant('asked_at').notNull(),
    dueAt: instant('due_at').notNull(),
    calendarVersion: text('calendar_version').notNull(),
    state: text('state').$type<'open' | 'referred' | 'ended'>().notNull().default('open'),
    version: version(),
    /** When the worker looks at it next: at once, and again when its term ends, whatever it found; null when never. */
    nextClockAt: instant('next_clock_at'),
    settledAt: instant('settled_at'),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    unique('referral_request_number').on(t.networkId, t.tenantId, t.number),
    check('referral_request_settled', sql`(state = 'open') = (settled_at is null)`),
    foreignKey({
      name: 'referral_request_tenant',
      columns: [t.networkId, t.tenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    index('referral_request_asked').on(
      t.networkId,
      t.tenantId,
      t.askedAt.desc().nullsFirst(),
      t.id.desc().nullsFirst(),
    ),
    // The same organisation is asked for once at a time, however often it is sent; of the asker's own rows alone.
    uniqueIndex('referral_request_one_open')
      .on(t.networkId, t.tenantId, t.subjectKey)
      .where(sql`state = 'open'`),
    index('referral_request_clock')
      .on(t.nextClockAt)
      .where(sql`next_clock_at is not null`),
    wall('select', ownTenant),
    wall('insert', sql`${ownTenant} and state = 'open'`),
    systemWall(),
  ],
)
