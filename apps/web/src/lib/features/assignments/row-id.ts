import { idSchema } from '@fuqiao/contract'
import { error } from '@sveltejs/kit'
import { errorMessage } from '#lib/errors.ts'

/** The id in an address. Text that is no id names nothing, and is answered like an id that does not exist. */
export function rowId(parameter: string | undefined): string {
  const parsed = idSchema.safeParse(parameter)
  if (!parsed.success) error(404, { message: errorMessage('NOT_FOUND'), code: 'NOT_FOUND' })
  return parsed.data
}
