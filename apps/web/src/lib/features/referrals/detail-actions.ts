import { redirect, type RequestEvent } from '@sveltejs/kit'
import type { z } from 'zod'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { failureOf } from '#lib/server/failure.ts'
import { flash } from '#lib/server/flash.ts'
import {
  acceptForm,
  beginForm,
  declineForm,
  outcomeForm,
  paperForm,
  plainForm,
  progressForm,
  sendBackForm,
  withdrawForm,
} from './detail-schemas.ts'
import { referralId } from './referral-id.ts'

type Changed = { id: string; state: string | null }

/** The field that a refusal is about, so that it is said there and not only above the form. */
const fieldOf: Readonly<Record<string, string>> = {
  LEAD_MISSING: 'leadName',
  FIRST_CONTACT_DATE_INVALID: 'firstContactOn',
  DUPLICATES_UNANSWERED: 'duplicateAnswer',
  DECLINE_REASON_UNKNOWN: 'reasonCode',
  FIRST_CONTACT_NOT_YET: 'contactedOn',
  NOTE_MISSING: 'progressNote',
  OUTCOME_UNKNOWN: 'outcomeCode',
  SERVICES_MISSING: 'servicesDelivered',
  FILE_TOO_LARGE: 'paper',
  FILE_KIND_REFUSED: 'paper',
}

async function namingField<Answer>(reasonField: string, call: Promise<Answer>): Promise<Answer> {
  try {
    return await call
  } catch (thrown) {
    const failure = failureOf(thrown)
    const field = failure && (failure.code === 'REASON_MISSING' ? reasonField : fieldOf[failure.code])
    if (!failure || !field) throw thrown
    const body = { appCode: failure.code, params: failure.params, fields: { [field]: failure.code } }
    throw Object.assign(new Error(failure.code), { code: 'UNPROCESSABLE_CONTENT', body })
  }
}

function change<Schema extends z.ZodType>(
  schema: Schema,
  done: () => string,
  call: (event: RequestEvent, id: string, input: z.output<Schema>) => Promise<Changed>,
  reasonField = '',
) {
  return (event: RequestEvent) =>
    act(event, schema, async input => {
      const { state } = await namingField(reasonField, call(event, referralId(event.params.id), input))
      flash(event, 'good', done())
      redirect(303, state === null ? '/referrals/outbox' : event.url.pathname)
    })
}

/** What can be done on a referral's page; a second sending of the same form has no second effect. */
export const detailActions = {
  requestConsent: change(plainForm, m.referrals_done_requestConsent, ({ locals }, id, input) =>
    locals.api.referrals.requestConsent({ id, ...input }),
  ),
  approve: change(plainForm, m.referrals_done_approve, ({ locals }, id, input) =>
    locals.api.referrals.approve({ id, ...input }),
  ),
  sendBack: change(
    sendBackForm,
    m.referrals_done_sendBack,
    ({ locals }, id, { sendBackReason: reason, ...input }) => locals.api.referrals.sendBack({ id, ...input, reason }),
    'sendBackReason',
  ),
  acknowledge: change(plainForm, m.referrals_done_acknowledge, ({ locals }, id, input) =>
    locals.api.referrals.acknowledge({ id, ...input }),
  ),
  accept: change(acceptForm, m.referrals_done_accept, ({ locals }, id, input) =>
    locals.api.referrals.accept({ id, ...input }),
  ),
  decline: change(
    declineForm,
    m.referrals_done_decline,
    ({ locals }, id, { declineText: text, ...input }) => locals.api.referrals.decline({ id, ...input, text }),
    'declineText',
  ),
  withdraw: change(
    withdrawForm,
    m.referrals_done_withdraw,
    ({ locals }, id, { withdrawReason: reason, ...input }) => locals.api.referrals.withdraw({ id, ...input, reason }),
    'withdrawReason',
  ),
  begin: change(beginForm, m.referrals_done_begin, ({ locals }, id, { beginNote: note, ...input }) =>
    locals.api.referrals.begin({ id, ...input, note }),
  ),
  progress: change(progressForm, m.referrals_done_progress, ({ locals }, id, { progressNote: note, ...input }) =>
    locals.api.referrals.progress({ id, ...input, note }),
  ),
  reportOutcome: change(outcomeForm, m.referrals_done_reportOutcome, ({ locals }, id, input) =>
    locals.api.referrals.reportOutcome({ id, ...input }),
  ),
  confirmClosure: change(plainForm, m.referrals_done_confirmClosure, ({ locals }, id, input) =>
    locals.api.referrals.confirmClosure({ id, ...input }),
  ),
  discard: change(plainForm, m.referrals_done_discard, ({ locals }, id, input) =>
    locals.api.referrals.discard({ id, ...input }),
  ),
  signConsent: change(
    paperForm,
    m.referrals_done_signConsent,
    async ({ locals }, id, { paper, paperReason: reason, ...input }) =>
      locals.api.referrals.uploadPaperConsent({
        id,
        ...input,
        reason,
        fileName: paper.name,
        content: Buffer.from(await paper.arrayBuffer()).toString('base64'),
      }),
    'paperReason',
  ),
  openSnapshot: (event: RequestEvent) =>
    act(event, plainForm, async () => ({
      snapshot: await event.locals.api.referrals.openSnapshot({ id: referralId(event.params.id) }),
    })),
}
