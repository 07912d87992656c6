import { cursorParam, parseCursor } from '#lib/cursor.ts'
import { countGroups, DESK_GROUPS, deskGroup, statesOfGroup } from '#lib/features/referrals/desk-groups.ts'
import { parseFilter } from '#lib/features/referrals/filter.ts'
import { readReferralWords } from '#lib/features/referrals/referral-words.ts'
import type { PageServerLoad } from './$types'

/** Rows of a group that the overview shows. */
const SHOWN = 8

export const load: PageServerLoad = async ({ locals: { api }, url, depends }) => {
  depends('fuqiao:referrals')
  const group = deskGroup(url.searchParams.get('wait'))
  const asked = parseFilter(url.searchParams)
  const after = url.searchParams.get('after')
  const [{ needs }, waiting] = await Promise.all([readReferralWords(api), api.referrals.deskCounts()])
  const counts = countGroups(waiting.rows)
  // What is filtered or paged is one list; the overview, one group after the other.
  if (group === null && Object.keys(asked).length === 0 && after === null) {
    const groups = await Promise.all(
      DESK_GROUPS.map(async name => {
        const { rows } = await api.referrals.desk({ filter: { states: statesOfGroup(name) } })
        return { name, rows: rows.slice(0, SHOWN), more: rows.length > SHOWN }
      }),
    )
    return { group, groups: groups.filter(({ rows }) => rows.length > 0), list: null, filter: asked, needs, counts }
  }
  const filter = group !== null && asked.states === undefined ? { ...asked, states: statesOfGroup(group) } : asked
  const { rows, next } = await api.referrals.desk({ filter, cursor: parseCursor(after) })
  return { group, groups: [], list: { rows, next: cursorParam(next) }, filter: asked, needs, counts }
}
