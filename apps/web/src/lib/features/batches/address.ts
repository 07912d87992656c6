import { REFERRAL_MODES } from '@fuqiao/domain/profile'
import { z } from 'zod'

/** What the address of a batch that is being composed holds: who, what for, and where to. What is written in words is not in it. */
export interface BatchAddress {
  organisationIds: string[]
  mode: (typeof REFERRAL_MODES)[number]
  need: string | null
  targetTenantId: string | null
}

const uuid = (text: string | null) => z.uuid().safeParse(text).data ?? null

/** Reads it; what somebody tampered with is left out. */
export function readBatchAddress(params: URLSearchParams): BatchAddress {
  const target = params.get('target')
  const need = params.get('need')
  return {
    organisationIds: [...new Set(params.getAll('organisation'))].filter(id => uuid(id) !== null),
    mode: REFERRAL_MODES.find(mode => mode === params.get('mode')) ?? 'coService',
    need: need === null || need === '' || need.length > 60 ? null : need,
    targetTenantId: uuid(target === 'other' ? params.get('otherTenantId') : target),
  }
}

/** Writes it, for links and forms that go on from there. */
export function writeBatchAddress({ organisationIds, mode, need, targetTenantId }: BatchAddress): URLSearchParams {
  return new URLSearchParams([
    ...organisationIds.map(id => ['organisation', id]),
    ['mode', mode],
    ...(need === null ? [] : [['need', need]]),
    ...(targetTenantId === null ? [] : [['target', targetTenantId]]),
  ])
}
