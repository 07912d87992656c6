import type { ReferralView } from '@fuqiao/contract'
import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { doneSteps, isTargetGiven, openStep, stepsOf, type ComposeStep } from '#lib/features/referrals/compose-steps.ts'
import { referralId } from '#lib/features/referrals/referral-id.ts'
import { readReferralWords } from '#lib/features/referrals/referral-words.ts'
import type { ApiCaller } from '#lib/api.ts'
import { m } from '#lib/paraglide/messages.js'
import { composeActions } from '#lib/features/referrals/compose-actions.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, params, url }) => {
  const id = referralId(params.id)
  const [referral, words] = await Promise.all([api.referrals.get({ id }), readReferralWords(api)])
  if (referral.state !== 'draft') redirect(303, `/referrals/${id}`)
  const wanted = stepsOf(referral.kind).find(step => step === url.searchParams.get('step'))
  const step: ComposeStep = wanted ?? openStep(referral)
  const done = doneSteps(referral)
  if (step === 'target' && !done.has('need')) redirect(303, '?step=need')
  // The superior has chosen the target, or it asked for the organisation itself.
  if (step === 'target' && isTargetGiven(referral)) redirect(303, '?step=share')
  return {
    referral,
    words,
    step,
    done,
    divisions: await readAreas(api, referral, step),
    key: crypto.randomUUID(),
    targets:
      step === 'target' && referral.need
        ? await readTargets(api, { id, need: referral.need, params: url.searchParams })
        : null,
    citable: step === 'share' && referral.to ? await readCitable(api, referral.to.id) : [],
    contact: step === 'check' || step === 'share' ? await readContact(api, referral.to?.id) : null,
  }
}

/** Where a case can be: the areas that the incubator registers organisations in. */
async function readAreas(api: ApiCaller, { kind }: ReferralView, step: ComposeStep) {
  if (kind !== 'consult' || step !== 'need') return []
  return (await api.organisations.divisions({})).groups
}

/** Suggestions, and what was looked for by name or in the tree. */
async function readTargets(
  api: ApiCaller,
  { id, need, params }: { id: string; need: string; params: URLSearchParams },
) {
  const text = params.get('text')?.trim() ?? ''
  const under = z.uuid().safeParse(params.get('under')).data ?? null
  const pick = z.uuid().safeParse(params.get('pick')).data
  const abroad = await readPartners(api, params)
  const [{ suggestions, considered }, found, children, branch, picked] = await Promise.all([
    api.referrals.suggest({ id, need }),
    text === '' ? [] : api.tenants.search({ text }),
    params.has('under') ? api.tenants.tree({ parentId: under }) : null,
    under === null ? null : api.tenants.get({ tenantId: under }),
    pick === undefined ? null : api.tenants.get({ tenantId: pick }),
  ])
  return {
    // The rules count the first five as suggested; any other choice takes a reason.
    suggestions: suggestions.slice(0, 5),
    considered,
    text,
    picked: picked && { id: picked.id, name: picked.name, tier: picked.tier },
    found,
    children,
    ...abroad,
    trail: branch
      ? [
          ...branch.superiors.map(({ id, shortName }) => ({ id, shortName })),
          { id: branch.id, shortName: branch.shortName },
        ]
      : [],
  }
}

/** What partner networks publish, where it is looked for; and the incubator of one that was picked. */
async function readPartners(api: ApiCaller, params: URLSearchParams) {
  const incubatorId = z.uuid().safeParse(params.get('incubator')).data
  if (!params.has('partners') && incubatorId === undefined) return { partners: null, pickedAbroad: null }
  const inForce = (await api.partners.list()).filter(({ state }) => state === 'inForce')
  const partners = await Promise.all(
    inForce.flatMap(({ name, tenantId }) =>
      tenantId === null
        ? []
        : [api.partners.incubators({ tenantId }).then(incubators => ({ name, tenantId, incubators }))],
    ),
  )
  const picked = partners.flatMap(({ name, tenantId, incubators }) =>
    incubators
      .filter(({ id }) => id === incubatorId)
      .map(incubator => ({ tenantId, incubatorId: incubator.id, networkName: name, name: incubator.name })),
  )
  return { partners: params.has('partners') ? partners : null, pickedAbroad: picked[0] ?? null }
}

/** Agreements in force with the target, as the form offers them. */
async function readCitable(api: ApiCaller, otherTenantId: string) {
  const { rows } = await api.agreements.citable({ otherTenantId })
  return rows.map(({ id, title, number, accepts }) => ({
    value: id,
    label: (accepts ? m.agreements_cite_accepts : m.agreements_cite_plain)({ title, number }),
  }))
}

async function readContact(api: ApiCaller, tenantId: string | undefined): Promise<string> {
  // Of another network's incubator the consent names the contact.
  if (tenantId === undefined) return ''
  const { capability } = await api.tenants.get({ tenantId })
  return [capability?.contactName, capability?.contactPhone].filter(Boolean).join(' ')
}

export const actions: Actions = composeActions
