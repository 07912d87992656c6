import type { ApiInputs } from '../src/rpc/app-router.ts'
import type { TestPerson } from './harness.ts'
import { key, type Place, type Stage } from './referral-stage.ts'

type Starting = ApiInputs['batches']['start']

/** What is said once for several organisations, to the second district unless told otherwise. */
export function batchWish(stage: Stage, over: Partial<Omit<Starting, 'key' | 'name' | 'organisationIds'>> = {}) {
  return {
    mode: 'coService' as const,
    need: 'capabilityBuilding',
    needText: '需要负责人培训',
    targetTenantId: stage.tenants.districtB.id,
    otherReason: '双方已有合作',
    purpose: '参加能力建设培训',
    sections: ['profile' as const],
    personal: false,
    grantUntil: '2026-08-31',
    ...over,
  }
}

/** A batch as it is started. */
export const batchForm = (
  stage: Stage,
  organisationIds: readonly string[],
  over: Partial<Omit<Starting, 'organisationIds'>> = {},
): Starting => ({
  ...batchWish(stage, over),
  key: over.key ?? key(),
  name: over.name ?? '春季能力建设',
  organisationIds: [...organisationIds],
})

/** Starts a batch and begins the draft of each organisation, as the page does: one request each. */
export async function beginBatch(
  stage: Stage,
  organisationIds: readonly string[],
  { by = stage.people.streetA, ...over }: Partial<Starting> & { by?: TestPerson; from?: Place } = {},
) {
  const { id, number } = await by.api.batches.start(batchForm(stage, organisationIds, over))
  const begun = []
  for (const organisationId of organisationIds) begun.push(await by.api.batches.begin({ id, organisationId }))
  return { id, number, begun }
}
