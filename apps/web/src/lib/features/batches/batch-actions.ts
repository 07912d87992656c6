import { DOSSIER_SECTIONS } from '@fuqiao/domain/profile'
import { error, redirect, type RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import type { ApiCaller } from '#lib/api.ts'
import { errorMessage } from '#lib/errors.ts'
import { refuseFields } from '#lib/features/referrals/refuse-fields.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { failureOf } from '#lib/server/failure.ts'
import { flash } from '#lib/server/flash.ts'
import { readBatchAddress } from './address.ts'
import { batchId } from './batch-id.ts'
import { derivedKey } from './derived-key.ts'
import { type Came, inTurn } from './in-turn.ts'

const text = (max: number) => z.string().trim().max(max).default('')
const shared = {
  name: text(60),
  needText: text(500),
  otherReason: text(500),
  purpose: text(500),
  sections: z.array(z.enum(DOSSIER_SECTIONS)),
  personal: z.boolean().default(false),
  grantUntil: z.iso.date().nullable().default(null),
}
const wishForm = z.object(shared)
const startForm = z.object({ ...shared, key: z.uuid() })

/** The words that were typed for all, as the page shows them again. */
export type BatchWords = z.infer<typeof wishForm>

/** The words of a refusal of the API; null for a fault. */
const refusalWords = (thrown: unknown): string | null => {
  const failure = failureOf(thrown)
  return failure && errorMessage(failure.code, failure.params)
}

/** All that is said once, from the address and the form. @throws what is missing, by field */
function wishOf({ url }: RequestEvent, { name, grantUntil, ...words }: BatchWords) {
  const { organisationIds, mode, need, targetTenantId } = readBatchAddress(url.searchParams)
  const missing = {
    ...(name === '' ? { name: 'field_required' } : {}),
    ...(words.purpose === '' ? { purpose: 'REFERRAL_PURPOSE_MISSING' } : {}),
    ...(words.sections.length === 0 ? { sections: 'REFERRAL_SECTIONS_MISSING' } : {}),
    ...(grantUntil === null ? { grantUntil: 'field_required' } : {}),
  }
  if (grantUntil === null || Object.keys(missing).length > 0) refuseFields(missing)
  if (need === null || targetTenantId === null || organisationIds.length === 0)
    error(404, { message: errorMessage('NOT_FOUND'), code: 'NOT_FOUND' })
  return { organisationIds, mode, need, targetTenantId, grantUntil, ...words }
}

/** The actions of composing a batch: look what would become of each, back to the words, and begin. */
export const composeBatchActions = {
  preview: (event: RequestEvent) =>
    act(event, wishForm, async words => {
      const { rows } = await event.locals.api.batches.preview(wishOf(event, words))
      // Said at the field while it can still be typed; in the preview it would be said of each again.
      if (words.otherReason === '' && rows.some(row => row.refusal?.code === 'REFERRAL_OTHER_TARGET_REASON_MISSING'))
        refuseFields({ otherReason: 'REFERRAL_OTHER_TARGET_REASON_MISSING' })
      if (rows.some(row => row.refusal?.code === 'REFERRAL_NEED_NAMES_ORGANISATION'))
        refuseFields({ needText: 'REFERRAL_NEED_NAMES_ORGANISATION' })
      return { words, preview: rows }
    }),
  back: (event: RequestEvent) => act(event, wishForm, async words => ({ words, preview: null })),
  start: (event: RequestEvent) =>
    act(event, startForm, async ({ key, ...words }) => {
      const { api } = event.locals
      const { id, organisationIds } = await api.batches.start({ key, name: words.name, ...wishOf(event, words) })
      const came = await beginEach(api, id, organisationIds)
      flashBegun(event, came)
      redirect(303, `/referrals/batches/${id}`)
    }),
}

/** Begins the draft of each organisation, one request each. */
function beginEach(api: ApiCaller, id: string, organisationIds: readonly string[]): Promise<Came[]> {
  return inTurn(
    organisationIds.map(organisationId => ({ id: organisationId })),
    async row => {
      const { refusal } = await api.batches.begin({ id, organisationId: row.id })
      return refusal && errorMessage(refusal.code, refusal.params)
    },
    refusalWords,
  )
}

function flashBegun(event: RequestEvent, came: readonly Came[]): void {
  const not = came.filter(({ refusal }) => refusal !== null).length
  const count = came.length - not
  if (not === 0) flash(event, 'good', m.batches_started({ count }))
  else flash(event, 'warn', m.batches_started_some({ count, not }))
}

/** Which of the referrals ticked: each as `id~version`, as it stood when the page was read. */
const ticked = z.object({ rows: z.array(z.string().regex(/^[0-9a-f-]{36}~\d{1,6}$/)) })

/** Asks one thing of each referral ticked that stands where it can be asked; what came of each stands in the page's `form`. */
function askEach(event: RequestEvent, action: 'requestConsent' | 'approve', state: 'draft' | 'awaitingApproval') {
  return act(event, ticked, async ({ rows }) => {
    const { api } = event.locals
    const batch = await api.batches.get({ id: batchId(event.params.id) })
    const seen = new Map(rows.map(row => row.split('~') as [string, string]))
    const chosen = batch.rows.flatMap(({ referral }) =>
      // What moved on since the page was read is still asked, at the version that the person saw: its answer says so.
      referral &&
      seen.has(referral.id) &&
      (referral.state === state || String(referral.version) !== seen.get(referral.id))
        ? [{ id: referral.id, version: Number(seen.get(referral.id)) }]
        : [],
    )
    if (chosen.length === 0) refuseFields({ rows: m.batches_nothing_chosen() })
    const came = await inTurn(
      chosen,
      async ({ id, version }) => {
        await api.referrals[action]({ key: derivedKey(action, id, version), id, version })
        return null
      },
      refusalWords,
    )
    return { action, came }
  })
}

/** The actions on a batch as it stands. */
export const batchActions = {
  begin: (event: RequestEvent) =>
    act(event, z.object({ which: z.enum(['pending', 'refused']) }), async ({ which }) => {
      const { api } = event.locals
      const id = batchId(event.params.id)
      const { rows } = await api.batches.get({ id })
      const open = rows.filter(row => row.referral === null && (row.refusal !== null) === (which === 'refused'))
      flashBegun(
        event,
        await beginEach(
          api,
          id,
          open.map(({ organisation }) => organisation.id),
        ),
      )
      redirect(303, `/referrals/batches/${id}`)
    }),
  ask: (event: RequestEvent) => askEach(event, 'requestConsent', 'draft'),
  approve: (event: RequestEvent) => askEach(event, 'approve', 'awaitingApproval'),
}
