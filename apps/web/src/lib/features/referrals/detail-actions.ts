import { GRADES_WITH_REASON } from '@fuqiao/contract'
import type { RequestEvent } from '@sveltejs/kit'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { change, refusedFor } from './change-action.ts'
import {
  acceptForm,
  beginForm,
  declineForm,
  discardForm,
  outcomeForm,
  paperForm,
  ratingForm,
  plainForm,
  progressForm,
  sendBackForm,
  withdrawForm,
} from './detail-schemas.ts'
import { handedIn } from './handed-in.ts'
import { referralId } from './referral-id.ts'
import { sideActions } from './side-actions.ts'
import { uploadPaper } from './upload-paper.ts'

/** What is said instead where it is advice, which contacts no organisation. */
async function saidOfAdvice(
  { api }: RequestEvent['locals'],
  id: string,
  words: () => string,
): Promise<{ said?: string }> {
  const { kind } = await api.referrals.get({ id })
  return kind === 'consult' ? { said: words() } : {}
}

/** What can be done on a referral's page; a second sending of the same form has no second effect. */
export const detailActions = {
  ...sideActions,
  requestConsent: change(plainForm, m.referrals_done_requestConsent, ({ locals }, id, input) =>
    locals.api.referrals.requestConsent({ id, ...input }),
  ),
  sendForApproval: change(plainForm, m.referrals_done_sendForApproval, ({ locals }, id, input) =>
    locals.api.referrals.sendForApproval({ id, ...input }),
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
  accept: change(acceptForm, m.referrals_done_accept, async ({ locals }, id, { plannedEndOn, ...input }) => ({
    ...(await locals.api.referrals.accept({ id, ...input, ...(plannedEndOn === null ? {} : { plannedEndOn }) })),
    ...(await saidOfAdvice(locals, id, m.referrals_consult_done_accept)),
  })),
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
  begin: change(beginForm, m.referrals_done_begin, async ({ locals }, id, { beginNote: note, ...input }) => ({
    ...(await locals.api.referrals.begin({ id, ...input, note })),
    ...(await saidOfAdvice(locals, id, m.referrals_consult_done_begin)),
  })),
  progress: change(progressForm, m.referrals_done_progress, ({ locals }, id, { progressNote: note, ...input }) =>
    locals.api.referrals.progress({ id, ...input, note }),
  ),
  reportOutcome: change(outcomeForm, m.referrals_done_reportOutcome, async ({ locals }, id, { paper, ...input }) =>
    locals.api.referrals.reportOutcome({ id, ...input, papers: await handedIn(paper) }),
  ),
  confirmClosure: change(plainForm, m.referrals_done_confirmClosure, ({ locals }, id, input) =>
    locals.api.referrals.confirmClosure({ id, ...input }),
  ),
  discard: change(
    discardForm,
    m.referrals_done_discard,
    ({ locals }, id, { discardReason: reason, ...input }) => locals.api.referrals.discard({ id, ...input, reason }),
    'discardReason',
  ),
  signConsent: change(paperForm, m.referrals_done_signConsent, uploadPaper, 'paperReason'),
  rate: change(ratingForm, m.referrals_rating_done, async ({ locals }, id, { ratingWords: words, ...input }) => {
    // Said beside the words, as the page calls them.
    if (words === '' && GRADES_WITH_REASON.includes(input.grade)) throw refusedFor('ratingWords', 'INPUT_RATING_REASON')
    return { ...(await locals.api.referrals.rate({ id, ...input, words })), state: 'closed' }
  }),
  openSnapshot: (event: RequestEvent) =>
    act(event, plainForm, async () => ({
      snapshot: await event.locals.api.referrals.openSnapshot({ id: referralId(event.params.id) }),
    })),
}
