import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit'
import type { z } from 'zod'
import { errorMessage } from '#lib/errors.ts'
import type { FormFailure } from '#lib/form-state.ts'
import { type Failure, failureOf } from '#lib/server/failure.ts'
import { fieldMessage, issueMessage } from '#lib/server/field-errors.ts'
import { formInput, typedValues } from '#lib/server/form-values.ts'

/**
 * Runs a form action: reads the form by the schema, calls `run`, and turns a refusal into a failure that
 * keeps all that was typed and says what is wrong, per field where it can. What `run` returns is the page's
 * `form`; redirects and faults nobody foresaw pass through. `run` gets the form too, for fields that no schema can name, and may
 * change it: what a failure shows again is what it holds then. `explain` puts a refusal in the words of its page.
 */
export async function act<Schema extends z.ZodType, Result extends Record<string, unknown> | void>(
  event: RequestEvent,
  schema: Schema,
  run: (input: z.output<Schema>, form: FormData) => Promise<Result>,
  explain: (failure: Failure) => Failure | Promise<Failure> = failure => failure,
): Promise<Result | ActionFailure<FormFailure>> {
  const form = await event.request.formData()
  const parsed = schema.safeParse(formInput(form, schema), { error: issueMessage })
  if (!parsed.success) return fail(400, refusal(form, parsed.error.issues))
  try {
    return await run(parsed.data, form)
  } catch (thrown) {
    const refused = failureOf(thrown)
    if (refused === null || refused.code === 'NOT_SIGNED_IN') throw thrown
    const failure = await explain(refused)
    const errors: Record<string, string> = {}
    for (const [path, words] of Object.entries(failure.fields)) {
      errors[path.split('.')[0] ?? path] ??= fieldMessage(words, failure.params)
    }
    return fail(failure.status, {
      values: typedValues(form),
      errors,
      formError: errorMessage(failure.code, failure.params),
    })
  }
}

function refusal(form: FormData, issues: readonly z.core.$ZodIssue[]): FormFailure {
  const errors: Record<string, string> = {}
  let formError: string | null = null
  for (const { path, message } of issues) {
    const name = path[0]
    if (name === undefined) formError ??= fieldMessage(message)
    else errors[String(name)] ??= fieldMessage(message)
  }
  return { values: typedValues(form), errors, formError }
}
