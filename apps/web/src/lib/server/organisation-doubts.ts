import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit'
import type { z } from 'zod'
import type { Doubts } from '#lib/features/organisations/card-form.ts'
import type { FormFailure } from '#lib/form-state.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'

/** What an action on the card says beside what was typed: the doubts that an officer may answer. */
export type DoubtedFailure = FormFailure & { doubts?: Doubts }

/**
 * Runs an action on the register's card. When the API refused it for a doubt, asks what the doubts are, so that the page shows them with
 * the fields to answer in; nothing typed is lost.
 */
export async function actOnCard<Schema extends z.ZodType, Result extends Record<string, unknown> | void>(
  event: RequestEvent,
  schema: Schema,
  run: (input: z.output<Schema>) => Promise<Result>,
): Promise<Result | ActionFailure<DoubtedFailure>> {
  const answer = await act(event, schema, run)
  const failure = answer as ActionFailure<FormFailure>
  if (!failure?.data || ![409, 422].includes(failure.status)) return answer
  const values = failure.data.values
  const text = (name: string) => [values[name]].flat()[0] ?? ''
  const creditCode = text('creditCode')
  const checked = await event.locals.api.organisations
    .checkRegistration({
      name: text('name'),
      ...(creditCode ? { creditCode } : {}),
      ...(event.params['id'] ? { exceptId: event.params['id'] } : {}),
    })
    .catch(() => null)
  if (!checked) return answer
  const doubts: Doubts = { code: checked.creditCode?.reason ?? null, duplicates: checked.duplicates }
  const errors = { ...failure.data.errors }
  if (doubts.code !== null && text('creditCodeOverride') === '')
    errors['creditCodeOverride'] = m.organisations_code_override_needed()
  if (doubts.duplicates.length > 0 && text('duplicateAnswer') === '')
    errors['duplicateAnswer'] = m.organisations_duplicate_answer_needed()
  return fail(failure.status, { ...failure.data, errors, doubts })
}
