import { civilDateOf } from '@fuqiao/domain/calendar'
import type { OrganisationField } from '@fuqiao/domain/profile'
import type { dossierSection, organisationPerson } from '../../schema/dossier.ts'
import { type InventedDossier, inventedDossier } from '../invented-dossier.ts'
import { inventedPersonName, inventedPhone } from '../invented-names.ts'
import type { TenantRow } from '../network-factories.ts'
import type { OrganisationRow } from '../organisation-factories.ts'
import type { DemoWorld } from './demo-world.ts'

/** The dossiers of the demo network: rows to write, and the same by organisation for what is shared. */
export type DemoDossiers = {
  sections: (typeof dossierSection.$inferInsert)[]
  people: (typeof organisationPerson.$inferInsert)[]
  of: ReadonlyMap<string, { sections: InventedDossier; people: Record<string, unknown>[] }>
}

/** Gives every organisation its nine sections and the people that go with its kind. `full`: whose sections are not to be empty. */
export function inventDossiers(
  world: DemoWorld,
  organisations: readonly OrganisationRow[],
  { tenants, full }: { tenants: ReadonlyMap<string, TenantRow>; full: ReadonlySet<string> },
): DemoDossiers {
  const sections: DemoDossiers['sections'] = []
  const people: DemoDossiers['people'] = []
  const of = new Map<string, { sections: InventedDossier; people: Record<string, unknown>[] }>()
  for (const row of organisations) {
    const custodian = tenants.get(row.tenantId)
    const { networkId, id: organisationId, tenantId, scopeKey, updatedAt } = row
    const place = { networkId, organisationId, tenantId, scopeKey, version: 1, updatedAt }
    const bodies = inventedDossier(world.random, {
      name: row.name,
      kind: row.kind,
      field: row.field as OrganisationField,
      stage: row.stage,
      area: custodian?.shortName ?? '',
      custodian: custodian?.name ?? '',
      foundedOn: row.registeredOn ?? row.filedOn,
      today: civilDateOf(world.now),
      isFull: full.has(row.id),
    })
    for (const [section, body] of Object.entries(bodies)) {
      sections.push({
        ...place,
        section: section as (typeof sections)[number]['section'],
        body,
        updatedByName: '系统（演示）',
      })
    }
    const named = inventPeople(world, row)
    for (const human of named) people.push({ ...place, id: world.random.id(row.createdAt), ...human })
    of.set(row.id, { sections: bodies, people: named })
  }
  return { sections, people, of }
}

const positions: Record<OrganisationRow['kind'], readonly string[]> = {
  association: ['会长', '秘书长', '财务负责人'],
  serviceOrganisation: ['理事长', '执行主任', '财务负责人'],
  foundation: ['理事长', '秘书长', '财务负责人'],
  communityFiled: ['负责人'],
  inPreparation: ['发起人'],
}

type Human = { name: string; position: string; phone: string; certificate: string; isFullTime: boolean }

function inventPeople({ random }: DemoWorld, { kind, stage }: OrganisationRow): Human[] {
  const all = positions[kind]
  const count = kind === 'communityFiled' || kind === 'inPreparation' ? 1 : stage === 'startUp' ? 2 : all.length
  return all.slice(0, count).map((position, index) => ({
    name: inventedPersonName(random),
    position,
    phone: inventedPhone(random),
    certificate: index === 1 && random.chance(0.4) ? '社会工作者职业水平证书（演示）' : '',
    isFullTime: kind !== 'communityFiled' && index > 0,
  }))
}
