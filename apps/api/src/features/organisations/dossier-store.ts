import type { Actor, TenantActor } from '@fuqiao/access'
import type { AccessView, DocumentView, DossierEntry, PersonView } from '@fuqiao/contract'
import { schema, type Tx } from '@fuqiao/db'
import type { DossierSection } from '@fuqiao/domain/profile'
import { and, eq, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { AppError, notFound } from '../../rpc/app-error.ts'

const { dossierSection, organisationPerson, organisationNote, dossierAccess } = schema

/** A section as it is stored. */
export type SectionRow = {
  section: DossierSection
  body: Record<string, unknown>
  version: number
  updatedAt: string
  updatedByName: string
}

const utc = (column: ReturnType<typeof sql.raw>) =>
  sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** The sections that the wall opens to the caller. */
export async function readSections(tx: Tx, networkId: number, organisationId: string): Promise<SectionRow[]> {
  return tx.execute<SectionRow>(sql`
    select section, body, version, ${utc(sql.raw('updated_at'))} as "updatedAt", updated_by_name as "updatedByName"
    from dossier_section where network_id = ${networkId} and organisation_id = ${organisationId}`)
}

/** Where a written row belongs. */
type Owner = { networkId: number; organisationId: string }

/** Writes a section of the acting tenant's organisation: a first one when `version` is null. @throws VERSION_CONFLICT */
export async function writeSection(
  tx: Tx,
  actor: TenantActor,
  entry: DossierEntry & { organisationId: string; version: number | null; at: Date },
): Promise<number> {
  const { organisationId, section, body, version, at } = entry
  const change = { body: body as Record<string, unknown>, updatedAt: at, updatedByName: actor.personName }
  const written =
    version === null
      ? await tx
          .insert(dossierSection)
          .values({
            networkId: actor.networkId,
            organisationId,
            section,
            tenantId: actor.tenantId,
            scopeKey: actor.scopeLow,
            ...change,
          })
          .onConflictDoNothing()
          .returning({ version: dossierSection.version })
      : await tx
          .update(dossierSection)
          .set({ ...change, version: version + 1 })
          .where(
            and(
              eq(dossierSection.networkId, actor.networkId),
              eq(dossierSection.organisationId, organisationId),
              eq(dossierSection.section, section),
              eq(dossierSection.version, version),
            ),
          )
          .returning({ version: dossierSection.version })
  const [row] = written
  if (row) return row.version
  const [present] = await tx
    .select({ version: dossierSection.version })
    .from(dossierSection)
    .where(
      and(
        eq(dossierSection.networkId, actor.networkId),
        eq(dossierSection.organisationId, organisationId),
        eq(dossierSection.section, section),
      ),
    )
  throw new AppError('VERSION_CONFLICT', { version: present?.version ?? 0 })
}

/** The named people that the wall opens to the caller, in full: masking is the caller's duty. */
export async function readPeople(tx: Tx, owner: Owner): Promise<PersonView[]> {
  return tx
    .select({
      id: organisationPerson.id,
      name: organisationPerson.name,
      position: organisationPerson.position,
      phone: organisationPerson.phone,
      certificate: organisationPerson.certificate,
      isFullTime: organisationPerson.isFullTime,
      hasSocialWorkDegree: organisationPerson.hasSocialWorkDegree,
      isPartyMember: organisationPerson.isPartyMember,
      version: organisationPerson.version,
    })
    .from(organisationPerson)
    .where(
      and(
        eq(organisationPerson.networkId, owner.networkId),
        eq(organisationPerson.organisationId, owner.organisationId),
      ),
    )
    .orderBy(organisationPerson.id)
}

/** One named person in full. @throws NOT_FOUND */
export async function readPerson(tx: Tx, owner: Owner, id: string): Promise<PersonView> {
  const person = (await readPeople(tx, owner)).find(row => row.id === id)
  if (!person) throw notFound()
  return person
}

/** What a form says of a person. */
type PersonEntry = Omit<PersonView, 'id' | 'version'>

/** Adds a person to the acting tenant's organisation. */
export async function insertPerson(
  tx: Tx,
  actor: TenantActor,
  organisationId: string,
  entry: PersonEntry & { at: Date },
): Promise<string> {
  const { at, ...columns } = entry
  const id = v7()
  await tx.insert(organisationPerson).values({
    ...columns,
    id,
    networkId: actor.networkId,
    organisationId,
    tenantId: actor.tenantId,
    scopeKey: actor.scopeLow,
    updatedAt: at,
  })
  return id
}

const personAt = (owner: Owner, id: string, version: number) =>
  and(
    eq(organisationPerson.networkId, owner.networkId),
    eq(organisationPerson.organisationId, owner.organisationId),
    eq(organisationPerson.id, id),
    eq(organisationPerson.version, version),
  )

/** Changes a person who stands at this version. @throws NOT_FOUND, VERSION_CONFLICT */
export async function changePerson(
  tx: Tx,
  owner: Owner,
  at: { id: string; version: number },
  change: PersonEntry & { updatedAt: Date },
): Promise<void> {
  const touched = await tx
    .update(organisationPerson)
    .set({ ...change, version: at.version + 1 })
    .where(personAt(owner, at.id, at.version))
    .returning({ id: organisationPerson.id })
  if (touched.length === 0)
    throw new AppError('VERSION_CONFLICT', { version: (await readPerson(tx, owner, at.id)).version })
}

/** Removes a person who stands at this version. @throws NOT_FOUND, VERSION_CONFLICT */
export async function deletePerson(tx: Tx, owner: Owner, at: { id: string; version: number }): Promise<void> {
  const touched = await tx
    .delete(organisationPerson)
    .where(personAt(owner, at.id, at.version))
    .returning({ id: organisationPerson.id })
  if (touched.length === 0)
    throw new AppError('VERSION_CONFLICT', { version: (await readPerson(tx, owner, at.id)).version })
}

/** A working note of the acting tenant. */
export type NoteRow = { id: string; text: string; personName: string; at: string }

/** The acting tenant's notes on the organisation, the latest first. */
export async function readNotes(tx: Tx, actor: TenantActor, organisationId: string): Promise<NoteRow[]> {
  return tx.execute<NoteRow>(sql`
    select id, text, person_name as "personName", ${utc(sql.raw('at'))} as "at" from organisation_note
    where network_id = ${actor.networkId} and tenant_id = ${actor.tenantId} and organisation_id = ${organisationId} order by at desc, id desc limit 200`)
}

/** Appends a note; it never leaves the acting tenant. */
export async function addNote(
  tx: Tx,
  actor: TenantActor,
  note: { organisationId: string; text: string; at: Date },
): Promise<string> {
  const id = v7()
  await tx
    .insert(organisationNote)
    .values({ ...note, id, networkId: actor.networkId, tenantId: actor.tenantId, personName: actor.personName })
  return id
}

/** The dossier's documents that the wall opens to the caller, the latest first. */
export async function readDocuments(
  tx: Tx,
  owner: Owner,
): Promise<(Omit<DocumentView, 'checks'> & { sha256: string })[]> {
  return tx.execute<Omit<DocumentView, 'checks'> & { sha256: string }>(sql`
    select id, sha256, file_name as "fileName", media_type as "mediaType", size, person_name as "personName", ${utc(sql.raw('created_at'))} as "createdAt"
    from attachment where network_id = ${owner.networkId} and organisation_id = ${owner.organisationId} and purpose = 'document' order by created_at desc, id desc limit 200`)
}

/** The looks into the dossier that the caller may read: the organisation all of them, a tenant its own; the latest first. */
export async function readAccesses(tx: Tx, owner: Owner): Promise<AccessView[]> {
  return tx.execute<AccessView>(sql`
    select ${utc(sql.raw('a.at'))} as "at", t.name as "tenantName", a.person_name as "personName", a.basis, to_json(a.sections) as sections, a.reason
    from dossier_access a join tenant t on t.network_id = a.network_id and t.id = a.tenant_id
    where a.network_id = ${owner.networkId} and a.organisation_id = ${owner.organisationId} order by a.at desc, a.id desc limit 200`)
}

/** A look across tenants. */
export type Look = {
  organisationId: string
  sections: string[]
  basis: 'grant' | 'supervision' | 'unmask'
  reason?: string
  referralId?: string | null
  at: Date
}

/** Within this time the same person's same look is one line. */
const sameLookMs = 60 * 60_000

/** Notes a look into another tenant's dossier, where the organisation reads it. A page opened again within the hour is the same look; an unmasking never is. */
export async function recordLook(tx: Tx, actor: TenantActor, look: Look): Promise<void> {
  const { organisationId, sections, basis, at } = look
  if (basis !== 'unmask') {
    const since = new Date(at.getTime() - sameLookMs).toISOString()
    const [known] = await tx.execute(sql`
      select 1 from dossier_access where network_id = ${actor.networkId} and organisation_id = ${organisationId} and tenant_id = ${actor.tenantId} and person_id = ${actor.personId}
        and basis = ${basis} and to_json(sections)::text = ${JSON.stringify(sections)} and at > ${since} limit 1`)
    if (known) return
  }
  await tx.insert(dossierAccess).values({
    id: v7(),
    networkId: actor.networkId,
    organisationId,
    tenantId: actor.tenantId,
    personId: actor.personId,
    personName: actor.personName,
    sections,
    basis,
    reason: look.reason ?? '',
    referralId: look.referralId ?? null,
    at,
  })
}

/** The live grant under which the acting tenant reads: its referral and its end. */
export async function readLiveGrant(
  tx: Tx,
  actor: Actor,
  organisationId: string,
  now: Date,
): Promise<{ referralId: string; until: string } | undefined> {
  if (actor.kind !== 'tenant') return undefined
  const [row] = await tx.execute<{ referralId: string; until: string }>(sql`
    select referral_id as "referralId", ${utc(sql.raw('until_at'))} as "until" from dossier_grant
    where network_id = ${actor.networkId} and organisation_id = ${organisationId} and tenant_id = ${actor.tenantId} and ended_at is null and from_at <= ${now.toISOString()} and until_at > ${now.toISOString()}
    order by until_at desc limit 1`)
  return row
}
