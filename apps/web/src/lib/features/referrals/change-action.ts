import { redirect, type RequestEvent } from '@sveltejs/kit'
import type { z } from 'zod'
import { act } from '#lib/server/act.ts'
import { failureOf } from '#lib/server/failure.ts'
import { flash } from '#lib/server/flash.ts'
import { referralId } from './referral-id.ts'

/** What became of it; `said` where the words depend on what it is. */
type Changed = { id: string; state: string | null; successorId?: string; said?: string }

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
  PLANNED_END_INVALID: 'plannedEndOn',
  INFORMATION_SECTION_MISFIT: 'section',
  QUESTION_MISSING: 'question',
  ANSWER_MISSING: 'answer',
  WAIT_DATE_INVALID: 'expectedOn',
  HOLD_DATE_INVALID: 'resumeOn',
  HAND_OVER_SHEET_MISSING: 'handOverSheet',
  FAILURE_CAUSE_UNKNOWN: 'causeCode',
  REFERRAL_TERM_INVALID: 'reopenUntil',
  REFERRAL_TARGET_IN_CHAIN: 'otherTenantId',
  REFERRAL_TARGET_IS_SENDER: 'otherTenantId',
  REFERRAL_TARGET_TAKES_NONE: 'otherTenantId',
}

/** A refusal that is said at one field of the form. */
export function refusedFor(field: string, code: string, params: Record<string, string | number> = {}): Error {
  const body = { appCode: code, params, fields: { [field]: code } }
  return Object.assign(new Error(code), { code: 'UNPROCESSABLE_CONTENT', body })
}

async function namingField<Answer>(reasonField: string, call: Promise<Answer>): Promise<Answer> {
  try {
    return await call
  } catch (thrown) {
    const failure = failureOf(thrown)
    const field = failure && (failure.code === 'REASON_MISSING' ? reasonField : fieldOf[failure.code])
    if (!failure || !field) throw thrown
    throw refusedFor(field, failure.code, failure.params)
  }
}

/** One change of a referral by a form of its page; `reasonField`: where a missing reason is said. */
export function change<Schema extends z.ZodType>(
  schema: Schema,
  done: () => string,
  call: (event: RequestEvent, id: string, input: z.output<Schema>) => Promise<Changed>,
  reasonField = '',
) {
  return (event: RequestEvent) =>
    act(event, schema, async input => {
      const { state, successorId, said } = await namingField(
        reasonField,
        call(event, referralId(event.params.id), input),
      )
      flash(event, 'good', said ?? done())
      if (successorId !== undefined) redirect(303, `/referrals/${successorId}/compose`)
      redirect(303, state === null ? '/referrals/outbox' : event.url.pathname)
    })
}
