import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant, networkId, scopeKey, tenantId, version } from './columns.ts'
import { tenant } from './network.ts'
import { ownTenant, systemWall, wall } from './roles-and-policies.ts'

/** An Excel import: checked first (dry run), then run; can be taken up again where it stopped. */
export const importJob = pgTable.withRLS(
  'import_job',
  {
    networkId: networkId(),
    id: id(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    fileName: text('file_name').notNull(),
    sha256: text('sha256').notNull(),
    state: text('state').$type<'checked' | 'running' | 'done' | 'cancelled'>().notNull(),
    total: integer('total').notNull(),
    bad: integer('bad').notNull(),
    duplicates: integer('duplicates').notNull().default(0),
    imported: integer('imported').notNull().default(0),
    personName: text('person_name').notNull(),
    version: version(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'import_job_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    index('import_job_of').on(t.networkId, t.tenantId, t.createdAt),
    index('import_job_place').on(t.networkId, t.tenantId, t.scopeKey),
    wall('select', ownTenant),
    wall('insert', ownTenant),
    wall('update', ownTenant),
    systemWall(),
  ],
)

/** One row of an import: what stood in the file, what is wrong with it, what became of it. */
export const importRow = pgTable.withRLS(
  'import_row',
  {
    networkId: networkId(),
    jobId: uuid('job_id').notNull(),
    rowNumber: integer('row_number').notNull(),
    tenantId: tenantId(),
    values: jsonb('values').$type<Record<string, string>>().notNull(),
    /** Field → error code with parameters; empty when the row is good. */
    errors: jsonb('errors')
      .$type<{ field: string; code: string; params?: Record<string, string | number> }[]>()
      .notNull(),
    state: text('state').$type<'ready' | 'bad' | 'duplicate' | 'imported'>().notNull(),
    organisationId: uuid('organisation_id'),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.jobId, t.rowNumber] }),
    foreignKey({
      name: 'import_row_job',
      columns: [t.networkId, t.jobId],
      foreignColumns: [importJob.networkId, importJob.id],
    }),
    foreignKey({
      name: 'import_row_tenant',
      columns: [t.networkId, t.tenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    index('import_row_state').on(t.networkId, t.jobId, t.state, t.rowNumber),
    index('import_row_tenant_of').on(t.networkId, t.tenantId),
    wall('select', ownTenant),
    wall('insert', ownTenant),
    wall('update', ownTenant),
    systemWall(),
  ],
)
