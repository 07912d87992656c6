import { IMPORT_MAX_BYTES, IMPORT_MAX_ROWS, IMPORT_STATES } from '@fuqiao/contract'
import { fail, redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { cursorParam, parseCursor } from '#lib/cursor.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import type { Actions, PageServerLoad } from './$types'

const roomForTheForm = 1_000_000

export const load: PageServerLoad = async ({ locals, url: { searchParams } }) => {
  const state = IMPORT_STATES.find(one => one === searchParams.get('state'))
  const { rows, next } = await locals.api.organisations.importJobs({
    state,
    cursor: parseCursor(searchParams.get('after')),
  })
  return { jobs: rows, next: cursorParam(next), state, maxBytes: IMPORT_MAX_BYTES, maxRows: IMPORT_MAX_ROWS }
}

export const actions: Actions = {
  default: event => {
    // Refused before the body is read: the answer comes at once, however large the file.
    if (Number(event.request.headers.get('content-length')) > IMPORT_MAX_BYTES + roomForTheForm) {
      const words = m.errors_FILE_TOO_LARGE({ megabytes: IMPORT_MAX_BYTES / 1_000_000 })
      return fail(413, { values: {}, errors: { file: words }, formError: null })
    }
    return act(event, z.object({ file: z.instanceof(File) }), async ({ file }) => {
      const content = new Uint8Array(await file.arrayBuffer())
      const { id } = await event.locals.api.organisations.checkImport({ fileName: file.name || 'xlsx', content })
      redirect(303, `/organisations/import/${id}`)
    })
  },
}
