import { sql } from 'drizzle-orm'
import {
  check,
  customType,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant, networkId, scopeKey, tenantId, version } from './columns.ts'
import { tenant } from './network.ts'
import { acting, inNetwork, ownTenant, systemWall, wall } from './roles-and-policies.ts'

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })

/** What has been published stands for the whole network, whatever became of it. */
const wasPublished = sql`state in ('published', 'superseded', 'withdrawn')`

/**
 * A version of something an incubator tells everybody (B-06): written by whoever has it to tell, approved by the centre, published once. What is
 * corrected is a version of its own that says what changed; the one before is kept.
 */
export const publication = pgTable.withRLS(
  'publication',
  {
    networkId: networkId(),
    id: id(),
    /** The first version, which names all of them: its own id where it is the first. */
    firstId: uuid('first_id').notNull(),
    number: integer('number').notNull(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    category: text('category').$type<'policy' | 'notice' | 'event' | 'call'>().notNull(),
    title: text('title').notNull(),
    /** Plain text; an empty line parts paragraphs. */
    body: text('body').notNull(),
    /** What this version changes; empty in the first. */
    changeNote: text('change_note').notNull().default(''),
    state: text('state')
      .$type<'draft' | 'submitted' | 'returned' | 'published' | 'superseded' | 'withdrawn'>()
      .notNull(),
    /** What is to be mended, by whoever returned it. */
    remarks: text('remarks').notNull().default(''),
    personName: text('person_name').notNull(),
    decidedByName: text('decided_by_name').notNull().default(''),
    submittedAt: instant('submitted_at'),
    publishedAt: instant('published_at'),
    withdrawnAt: instant('withdrawn_at'),
    withdrawReason: text('withdraw_reason').notNull().default(''),
    version: version(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    /** Two-character pieces of title and text. Whoever searches without an account searches all networks: they carry no number. */
    pieces: text('pieces')
      .array()
      .generatedAlwaysAs(sql`app.bigrams(title || ' ' || body)`),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'publication_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    foreignKey({
      name: 'publication_first',
      columns: [t.networkId, t.firstId],
      foreignColumns: [t.networkId, t.id],
    }),
    check('publication_published_whole', sql`(published_at is not null) = (${wasPublished})`),
    check('publication_withdrawn_whole', sql`(withdrawn_at is not null) = (state = 'withdrawn')`),
    uniqueIndex('publication_number').on(t.networkId, t.firstId, t.number),
    // Of a publication one version at most is being written, and one stands.
    uniqueIndex('publication_in_hand')
      .on(t.networkId, t.firstId)
      .where(sql`state in ('draft', 'submitted', 'returned')`),
    uniqueIndex('publication_standing')
      .on(t.networkId, t.firstId)
      .where(sql`state in ('published', 'withdrawn')`),
    index('publication_place').on(t.networkId, t.tenantId, t.scopeKey),
    index('publication_by_day')
      .on(t.publishedAt.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`state = 'published'`),
    index('publication_pieces').using('gin', t.pieces),
    wall(
      'select',
      sql`${inNetwork} and case when tenant_id = ${acting.tenant} then true when ${wasPublished} then true else ${acting.isRoot} and state <> 'draft' end`,
    ),
    wall('insert', sql`${ownTenant} and state = 'draft'`),
    wall(
      'update',
      sql`${inNetwork} and state not in ('superseded', 'withdrawn') and case when tenant_id = ${acting.tenant} then true else ${acting.isRoot} and state <> 'draft' end`,
      sql`${inNetwork} and case when tenant_id = ${acting.tenant} then true else ${acting.isRoot} end`,
    ),
    wall('delete', sql`${ownTenant} and state = 'draft'`),
    systemWall(),
  ],
)

/** The version that a paper hangs on, as far as it is in sight. */
const itsPublication = (more = sql``) =>
  sql`exists (select 1 from publication p where p.network_id = publication_paper.network_id and p.id = publication_paper.publication_id${more})`
const whileWritten = sql`${ownTenant} and ${itsPublication(sql` and p.tenant_id = publication_paper.tenant_id and p.state in ('draft', 'returned')`)}`

/** A paper that goes with a publication; with a correction, a copy of it. */
export const publicationPaper = pgTable.withRLS(
  'publication_paper',
  {
    networkId: networkId(),
    id: id(),
    publicationId: uuid('publication_id').notNull(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    fileName: text('file_name').notNull(),
    mediaType: text('media_type').notNull(),
    size: integer('size').notNull(),
    sha256: text('sha256').notNull(),
    content: bytes('content').notNull(),
    personName: text('person_name').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'publication_paper_of',
      columns: [t.networkId, t.publicationId],
      foreignColumns: [publication.networkId, publication.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'publication_paper_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    index('publication_paper_of_version').on(t.networkId, t.publicationId, t.createdAt),
    index('publication_paper_place').on(t.networkId, t.tenantId, t.scopeKey),
    wall('select', sql`${inNetwork} and ${itsPublication()}`),
    wall('insert', whileWritten),
    wall('delete', whileWritten),
    systemWall(),
  ],
)
