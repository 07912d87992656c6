import type { BoardInput } from '@fuqiao/contract'
import { error } from '@sveltejs/kit'
import { errorMessage } from '#lib/errors.ts'
import { boardIn } from './board-address.ts'

/** What a board's address asks for. An id that is none is answered like one that does not exist. */
export function boardInput(url: URL): BoardInput {
  const input = boardIn(url.searchParams)
  if (!input) error(404, { message: errorMessage('NOT_FOUND', {}), code: 'NOT_FOUND' })
  return input
}
