import type { ReferralView } from '@fuqiao/contract'
import { REFERRAL_MODES, DOSSIER_SECTIONS } from '@fuqiao/domain/profile'
import { redirect, type RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import type { ApiInputs } from '#lib/api.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { failureOf } from '#lib/server/failure.ts'
import { chosen } from '#lib/server/field-errors.ts'
import { flash } from '#lib/server/flash.ts'
import { consultNeedForm, type ConsultPart, saveConsult } from './compose-consult.ts'
import { changed, discardForm, plainForm } from './detail-schemas.ts'
import { referralId } from './referral-id.ts'
import { refuseFields } from './refuse-fields.ts'

type Edit = ApiInputs['referrals']['edit']
type Part = Partial<Omit<Edit, 'key' | 'id' | 'version'>> & ConsultPart

const text = (max: number) => z.string().trim().max(max).default('')
/** Which button was pressed: on, or away with what is there. */
const leave = { leave: z.string().optional() }

const needForm = z.object({
  ...changed,
  ...leave,
  mode: z.enum(REFERRAL_MODES),
  need: chosen().min(1).max(60),
  needText: text(500),
})
const targetForm = z.object({
  ...changed,
  ...leave,
  target: z.string().min(1).max(60),
  otherTenantId: z.uuid().optional(),
  partnerTenantId: z.uuid().optional(),
  partnerIncubatorId: z.uuid().optional(),
  otherReason: text(500),
})
const shareForm = z.object({
  ...changed,
  ...leave,
  sections: z.array(z.enum(DOSSIER_SECTIONS)),
  personal: z.boolean().default(false),
  grantUntil: z.iso.date().nullable().default(null),
  purpose: text(500),
  /** Empty: none. */
  agreementId: z.uuid().nullable().default(null),
})

/** The agreement cited so far, while it may be cited. */
async function citedStill({ locals: { api } }: RequestEvent, { agreement, to }: ReferralView): Promise<string | null> {
  if (!agreement || !to) return null
  const { rows } = await api.agreements.citable({ otherTenantId: to.id })
  return rows.some(({ id }) => id === agreement.id) ? agreement.id : null
}

/** The incubator of a partner network that the draft is for. */
const incubatorOf = (farEnd: ReferralView['farEnd']): string | null => farEnd?.incubatorId ?? null

/** What a draft holds so far, as its whole form. */
function formOf({ mode, need, to, request, workings, preview, farEnd }: ReferralView) {
  return {
    mode,
    need,
    needText: preview?.needText ?? '',
    targetTenantId: to?.id ?? null,
    partnerIncubatorId: incubatorOf(farEnd),
    otherReason: workings?.otherReason ?? '',
    purpose: request?.purpose ?? '',
    sections: request?.sections ?? [],
    personal: request?.personal ?? false,
    grantUntil: request?.grantUntil ?? null,
  }
}

/** Writes one step into the draft; what the other steps hold stays. */
async function save(
  event: RequestEvent,
  { key, version }: { key: string; version: number },
  part: Part,
): Promise<string> {
  const id = referralId(event.params.id)
  const { referrals } = event.locals.api
  const now = await referrals.get({ id })
  if (now.kind === 'consult') {
    const { partnerIncubatorId: _, ...own } = part
    await saveConsult(event, now, { key, version }, own)
    return id
  }
  await referrals.edit({
    key,
    id,
    version,
    ...formOf(now),
    // With another target the server cites the agreement that is in force with it.
    ...('targetTenantId' in part || 'agreementId' in part ? {} : { agreementId: await citedStill(event, now) }),
    ...part,
  })
  return id
}

function goOn(event: RequestEvent, id: string, next: string, leaves: string | undefined): never {
  if (leaves === undefined) redirect(303, `/referrals/${id}/compose?step=${next}`)
  flash(event, 'good', m.referrals_draft_saved())
  redirect(303, '/referrals/outbox')
}

/** The target that was chosen: a suggested one, another of the network, or an incubator of a partner network. */
function targetOf(
  chosen: Pick<z.infer<typeof targetForm>, 'target' | 'otherTenantId' | 'partnerTenantId' | 'partnerIncubatorId'>,
) {
  if (chosen.target === 'partner')
    return { targetTenantId: chosen.partnerTenantId, partnerIncubatorId: chosen.partnerIncubatorId ?? null }
  return { targetTenantId: chosen.target === 'other' ? chosen.otherTenantId : chosen.target, partnerIncubatorId: null }
}

async function isSuggested({ locals, params }: RequestEvent, targetId: string): Promise<boolean> {
  const id = referralId(params.id)
  const { need } = await locals.api.referrals.get({ id })
  if (need === null) return false
  const { suggestions } = await locals.api.referrals.suggest({ id, need })
  return suggestions.slice(0, 5).some(({ tenant }) => tenant.id === targetId)
}

/** Whether its target asked for it; not while it is gone already. */
async function isAskedFor({ locals, params }: RequestEvent): Promise<boolean> {
  const found = await locals.api.referrals.get({ id: referralId(params.id) }).catch(() => null)
  return found?.kind === 'pull'
}

/** The actions of composing, one a step. */
export const composeActions = {
  need: (event: RequestEvent) =>
    act(event, needForm, async ({ mode, need, needText, leave, ...seen }) => {
      goOn(event, await save(event, seen, { mode, need, needText }), 'target', leave)
    }),
  consultNeed: (event: RequestEvent) =>
    act(event, consultNeedForm, async ({ key, version, leave, ...part }) => {
      goOn(event, await save(event, { key, version }, part), 'target', leave)
    }),
  target: (event: RequestEvent) =>
    act(event, targetForm, async ({ otherReason, leave, key, version, ...chosen }) => {
      const { targetTenantId, partnerIncubatorId } = targetOf(chosen)
      if (targetTenantId === undefined) refuseFields({ otherTenantId: 'REFERRAL_TARGET_MISSING' })
      const taken = await isSuggested(event, targetTenantId)
      if (!taken && otherReason === '') refuseFields({ otherReason: 'REFERRAL_OTHER_TARGET_REASON_MISSING' })
      const part = { targetTenantId, partnerIncubatorId, otherReason: taken ? '' : otherReason }
      const id = await save(event, { key, version }, part)
      const { kind } = await event.locals.api.referrals.get({ id })
      goOn(event, id, kind === 'consult' ? 'check' : 'share', leave)
    }),
  share: (event: RequestEvent) =>
    act(event, shareForm, async ({ leave, key, version, ...part }) => {
      const missing = {
        ...(part.purpose === '' ? { purpose: 'REFERRAL_PURPOSE_MISSING' } : {}),
        ...(part.sections.length === 0 ? { sections: 'REFERRAL_SECTIONS_MISSING' } : {}),
        ...(part.grantUntil === null ? { grantUntil: 'field_required' } : {}),
      }
      if (leave === undefined && Object.keys(missing).length > 0) refuseFields(missing)
      goOn(event, await save(event, { key, version }, part), 'check', leave)
    }),
  check: (event: RequestEvent) =>
    act(event, plainForm, async input => {
      const id = referralId(event.params.id)
      await event.locals.api.referrals.requestConsent({ id, ...input })
      flash(event, 'good', m.referrals_done_requestConsent())
      redirect(303, `/referrals/${id}`)
    }),
  consultCheck: (event: RequestEvent) =>
    act(event, plainForm, async input => {
      const id = referralId(event.params.id)
      await event.locals.api.referrals.sendForApproval({ id, ...input })
      flash(event, 'good', m.referrals_done_sendForApproval())
      redirect(303, `/referrals/${id}`)
    }),
  discard: (event: RequestEvent) =>
    act(event, discardForm, async ({ discardReason: reason, ...input }) => {
      if (reason === '' && (await isAskedFor(event))) refuseFields({ discardReason: 'REASON_MISSING' })
      await event.locals.api.referrals
        .discard({ id: referralId(event.params.id), ...input, reason })
        .catch((thrown: unknown) => {
          // Sent twice: the draft is gone, which is what was asked for.
          if (failureOf(thrown)?.code !== 'NOT_FOUND') throw thrown
        })
      flash(event, 'good', m.referrals_done_discard())
      redirect(303, '/referrals/outbox')
    }),
}
