import { MEETING_STATES } from '@fuqiao/domain/meeting'
import { cursorParam, parseCursor } from '#lib/cursor.ts'
import { parseSort } from '#lib/ui/table-column.ts'
import type { PageServerLoad } from './$types'

/** A page of joint meetings. */
export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const states = MEETING_STATES.filter(state => url.searchParams.getAll('state').includes(state))
  const text = url.searchParams.get('text')?.trim().slice(0, 60) ?? ''
  const filter = { ...(states.length > 0 ? { states } : {}), ...(text === '' ? {} : { text }) }
  const sort = parseSort(url.searchParams.get('sort'))
  const cursor = parseCursor(url.searchParams.get('after'))
  const page = await api.meetings.list({
    ...{ filter, sort: sort?.key === 'when' && !sort.descending ? 'earliest' : 'latest' },
    ...(cursor ? { cursor } : {}),
  })
  const { rows, mayPlan, sits } = page
  return { rows, mayPlan, sits, filter, next: cursorParam(page.next) }
}
