import { cursorParam, parseCursor } from '#lib/cursor.ts'
import { countGroups, DESK_GROUPS, deskGroup, deskListIn, statesOfGroup } from '#lib/features/referrals/desk-groups.ts'
import { filterQuery, parseFilter } from '#lib/features/referrals/filter.ts'
import { readReferralWords } from '#lib/features/referrals/referral-words.ts'
import { savedViewActions } from '#lib/server/saved-view-actions.ts'
import type { Actions, PageServerLoad } from './$types'

/** Rows of a group that the overview shows. */
const SHOWN = 8

export const load: PageServerLoad = async ({ locals: { api }, url, depends }) => {
  depends('fuqiao:referrals')
  const params = url.searchParams
  const group = deskGroup(params.get('wait'))
  const filter = parseFilter(params)
  const after = params.get('after')
  const [{ needs }, waiting, views] = await Promise.all([
    readReferralWords(api),
    api.referrals.deskCounts(),
    api.savedViews.list({ page: 'referralsDesk' }),
  ])
  const query = filterQuery(params).toString()
  const shared = { group, filter, needs, query, counts: countGroups(waiting.rows), views: views.rows }
  // What is narrowed, sorted or paged is one list; the overview, one group after the other.
  if (query === '' && after === null && !params.has('cols')) {
    const groups = await Promise.all(
      DESK_GROUPS.map(async name => {
        const { rows } = await api.referrals.desk({ filter: { states: statesOfGroup(name) } })
        return { name, rows: rows.slice(0, SHOWN), more: rows.length > SHOWN }
      }),
    )
    return { ...shared, groups: groups.filter(({ rows }) => rows.length > 0), list: null }
  }
  const { rows, next } = await api.referrals.desk({ ...deskListIn(params), cursor: parseCursor(after) })
  return { ...shared, groups: [], list: { rows, next: cursorParam(next) } }
}

export const actions: Actions = savedViewActions('referralsDesk')
