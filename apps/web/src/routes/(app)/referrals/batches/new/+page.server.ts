import { readBatchAddress, writeBatchAddress, type BatchAddress } from '#lib/features/batches/address.ts'
import { composeBatchActions } from '#lib/features/batches/batch-actions.ts'
import { readReferralWords } from '#lib/features/referrals/referral-words.ts'
import type { ApiCaller } from '#lib/api.ts'
import type { Actions, PageServerLoad } from './$types'

/** The steps of composing a batch that have a place in the address; the preview is the answer to the last. */
const STEPS = ['need', 'target', 'share'] as const

/** How far the address has come: a step whose own questions before it are answered. */
function stepOf({ need, targetTenantId }: BatchAddress, wanted: string | null): (typeof STEPS)[number] {
  const open = need === null ? 'need' : targetTenantId === null ? 'target' : 'share'
  const step = STEPS.find(one => one === wanted) ?? open
  return STEPS.indexOf(step) > STEPS.indexOf(open) ? open : step
}

async function readMarked(api: ApiCaller, ids: readonly string[], most: number) {
  const found = await Promise.all(ids.slice(0, most).map(id => api.organisations.get({ id }).catch(() => null)))
  return found.flatMap(card => (card ? [{ id: card.id, name: card.name }] : []))
}

/** The target with whom one talks to there, and to how many organisations it is suggested. */
async function readTarget(api: ApiCaller, { organisationIds, need, targetTenantId }: BatchAddress) {
  if (targetTenantId === null || need === null) return null
  const [tenant, { suggestions }] = await Promise.all([
    api.tenants.get({ tenantId: targetTenantId }).catch(() => null),
    api.batches.suggest({ organisationIds, need }),
  ])
  if (!tenant) return null
  const fits = suggestions.find(suggestion => suggestion.tenant.id === targetTenantId)?.fits ?? 0
  const contact = [tenant.capability?.contactName, tenant.capability?.contactPhone].filter(Boolean).join(' ')
  return { id: tenant.id, name: tenant.name, contact, fits }
}

export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const words = await readReferralWords(api)
  const asked = readBatchAddress(url.searchParams)
  const organisations = await readMarked(api, asked.organisationIds, words.batchMost)
  const isTooMany = asked.organisationIds.length > words.batchMost
  const address: BatchAddress = {
    ...asked,
    organisationIds: organisations.map(({ id }) => id),
    need: words.needs.some(({ id }) => id === asked.need) ? asked.need : null,
  }
  const step = stepOf(address, url.searchParams.get('step'))
  const mayGoOn = organisations.length > 0 && !isTooMany
  const target = mayGoOn && step !== 'need' ? await readTarget(api, address) : null
  return {
    ...{ words, organisations, address, target, isTooMany },
    marked: asked.organisationIds.length,
    unknown: isTooMany ? 0 : asked.organisationIds.length - organisations.length,
    step: step === 'share' && target === null ? ('target' as const) : step,
    query: writeBatchAddress(address).toString(),
    isTargetMissing: url.searchParams.get('step') === 'share' && target === null,
    targets:
      mayGoOn && step !== 'need' && address.need !== null
        ? await api.batches.suggest({ organisationIds: address.organisationIds, need: address.need })
        : null,
    key: crypto.randomUUID(),
  }
}

export const actions: Actions = composeBatchActions
