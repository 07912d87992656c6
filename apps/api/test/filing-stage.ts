import { asSystem } from '@fuqiao/db'
import { newOrganisation } from '@fuqiao/db/factories'
import { key, type Stage } from './referral-stage.ts'
import type { TestWorld } from './harness.ts'

/** A group in preparation, in custody of the first street. */
export async function preparedGroup(world: TestWorld, { networkId, tenants }: Stage): Promise<string> {
  const { id } = await asSystem(world.db, tx =>
    newOrganisation(tx, {
      ...{ networkId, tenantId: tenants.streetA.id, kind: 'inPreparation', stage: 'preparing', creditCode: null },
    }),
  )
  return id
}

/** What is said of a group for its filing. */
export const filingGroup = {
  responsibleName: '孙长青',
  members: 12,
  field: 'cultureSports',
  activities: '',
  venue: '活动室',
  divisionCode: '11',
} as const

/** An application for a group's filing. */
export const filingForm = (organisationId: string) => ({ key: key(), organisationId, ...filingGroup })

/** What a group that grows is registered as. */
export const growthForm = (organisationId: string) => ({
  ...{ key: key(), organisationId, version: 1, name: '邻里合唱协会', kind: 'association' },
  ...{ creditCode: '', registeredOn: '2026-03-01', registrationAuthority: '某区民政局' },
})
