import { fail, type RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { m } from '#lib/paraglide/messages.js'
import { PAPER_MAX_BYTES } from '#lib/features/mycases/application-form.ts'

/** A form that hands in one file. */
export const paperForm = z.object({ file: z.instanceof(File) })

/** Refuses a body that is too large before it is read: the answer comes at once. */
export function tooLarge(event: RequestEvent) {
  if (Number(event.request.headers.get('content-length')) <= PAPER_MAX_BYTES + 1_000_000) return null
  const words = m.errors_FILE_TOO_LARGE({ megabytes: PAPER_MAX_BYTES / 1_000_000 })
  return fail(413, { values: {}, errors: {}, formError: words })
}

/** The bytes of a file that was handed in. */
export const contentOf = async (file: File) => new Uint8Array(await file.arrayBuffer())
