import { civilDateOf } from '@fuqiao/domain/calendar'
import { pinyinInitials, pinyinSortKey } from '@fuqiao/domain/organisation'
import { and, eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { tenant } from '../schema/network.ts'
import { organisation } from '../schema/organisation.ts'
import { dossierSection, organisationPerson } from '../schema/dossier.ts'
import type { Tx } from '../src/transactions.ts'
import { type InventedDossier, inventedDossier } from './invented-dossier.ts'
import { inventedOrganisationName, inventedPersonName, inventedPhone } from './invented-names.ts'
import { factoryEpoch, only, type TenantRow } from './network-factories.ts'
import { seededRandom } from './seeded-random.ts'

export type OrganisationRow = typeof organisation.$inferSelect
export type DossierSectionRow = typeof dossierSection.$inferSelect
export type OrganisationPersonRow = typeof organisationPerson.$inferSelect

/** What an organisation cannot be without: the tenant that has custody of it. */
export type OrganisationOverrides = { networkId: number; tenantId: string } & Partial<
  Omit<typeof organisation.$inferInsert, 'scopeKey' | 'grams'>
>

/** An invented organisation in the custody of a tenant, without a dossier: a service organisation for the elderly, growing. */
export async function newOrganisation(tx: Tx, overrides: OrganisationOverrides): Promise<OrganisationRow> {
  const custodian = await tenantOf(tx, overrides)
  const id = overrides.id ?? v7()
  const random = seededRandom(id)
  const kind = overrides.kind ?? 'serviceOrganisation'
  const name = overrides.name ?? inventedOrganisationName(random, { kind, field: 'elderCare', place: '北京市' })
  const values = {
    id,
    firstContactTenantId: custodian.id,
    reportingTenantId: custodian.id,
    name,
    initials: pinyinInitials(name),
    sortKey: pinyinSortKey(name),
    kind,
    stage: 'growing' as const,
    field: 'elderCare',
    divisionCode: custodian.divisionCode,
    createdAt: factoryEpoch,
    updatedAt: factoryEpoch,
    ...overrides,
    scopeKey: custodian.scopeKey,
  }
  return only(await tx.insert(organisation).values(values).returning())
}

async function tenantOf(tx: Tx, { networkId, tenantId }: { networkId: number; tenantId: string }): Promise<TenantRow> {
  return only(
    await tx
      .select()
      .from(tenant)
      .where(and(eq(tenant.networkId, networkId), eq(tenant.id, tenantId))),
  )
}

/** A dossier of an organisation: its nine sections and two named people. */
export type Dossier = { sections: DossierSectionRow[]; people: OrganisationPersonRow[] }

/** Writes a whole dossier with plausible contents; `bodies` replaces the contents of the sections it names. */
export async function newDossier(
  tx: Tx,
  {
    organisation: subject,
    bodies = {},
    at = factoryEpoch,
  }: { organisation: OrganisationRow; bodies?: Partial<InventedDossier>; at?: Date },
): Promise<Dossier> {
  const custodian = await tenantOf(tx, subject)
  const random = seededRandom(subject.id)
  const invented = inventedDossier(random, {
    ...subjectOf(subject),
    area: '本街道',
    custodian: custodian.shortName,
    today: civilDateOf(at),
    isFull: true,
  })
  const { networkId, id: organisationId, tenantId, scopeKey } = subject
  const place = { networkId, organisationId, tenantId, scopeKey, updatedAt: at }
  const sections = Object.entries({ ...invented, ...bodies }).map(([section, body]) => ({
    ...place,
    section: section as DossierSectionRow['section'],
    body,
    updatedByName: '测试人员',
  }))
  const people = ['理事长', '财务负责人'].map(position => ({
    ...place,
    id: v7(),
    name: inventedPersonName(random),
    position,
    phone: inventedPhone(random),
  }))
  return {
    sections: await tx.insert(dossierSection).values(sections).returning(),
    people: await tx.insert(organisationPerson).values(people).returning(),
  }
}

/** The part of an organisation's row that its invented dossier depends on. */
export function subjectOf({ name, kind, field, stage, registeredOn, filedOn }: OrganisationRow) {
  return {
    name,
    kind,
    field: field as Parameters<typeof inventedDossier>[1]['field'],
    stage,
    foundedOn: registeredOn ?? filedOn,
  }
}
