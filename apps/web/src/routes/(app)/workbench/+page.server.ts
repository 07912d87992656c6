import { redirect } from '@sveltejs/kit'
import type { ApiCaller } from '#lib/api.ts'
import { AWAITED } from '#lib/features/asked-lists/address.ts'
import { readReferralWords } from '#lib/features/referrals/referral-words.ts'
import { guard } from '#lib/server/guard.ts'
import type { PageServerLoad } from './$types'

/** How many cases wait for the incubator, as far as one page counts. */
async function countWaiting({ cases }: ApiCaller) {
  const { rows, next } = await cases.list({ filter: { waiting: true }, sort: 'due' })
  return { count: rows.length, isMore: next !== null }
}

/** Assignments that wait for the incubator, and those of incubators below it that are late. */
async function readAssignments({ assignments }: ApiCaller) {
  const [mine, below] = await Promise.all([
    assignments.list({ filter: { waiting: true }, sort: 'due' }),
    assignments.list({ filter: { late: true, whose: 'below' }, sort: 'due' }),
  ])
  return { mine: mine.rows, below: below.rows }
}

/** Reports that wait for the incubator, and those of incubators directly below it that are late. */
async function readReports({ reports }: ApiCaller) {
  const [mine, below] = await Promise.all([
    reports.list({ filter: { waiting: true }, sort: 'due' }),
    reports.list({ filter: { late: true, whose: 'direct' }, sort: 'due' }),
  ])
  return { mine: mine.rows, below: below.rows }
}

export const load: PageServerLoad = async event => {
  const { acting, menu } = guard(event)
  // An organisation's own account has its requests and progress in one place of its own.
  if (acting?.organisationId) redirect(303, '/my/referrals')
  event.depends('fuqiao:referrals')
  const { api } = event.locals
  const hasEnquiries = menu.includes('enquiries')
  const [summary, { needs, today }, asked, sent, waiting, upkeep, assignments, reports, targets] = await Promise.all([
    api.workbench.summary(),
    readReferralWords(api),
    hasEnquiries ? api.enquiries.asked({ filter: { states: [...AWAITED] }, sort: 'due' }) : null,
    hasEnquiries ? api.enquiries.list({ filter: { states: ['toChoose'] }, sort: 'due' }) : null,
    menu.includes('cases') ? countWaiting(api) : { count: 0, isMore: false },
    menu.includes('upkeep') ? api.upkeep.read({}) : null,
    menu.includes('assignments') ? readAssignments(api) : { mine: [], below: [] },
    menu.includes('reports') ? readReports(api) : { mine: [], below: [] },
    menu.includes('targets') ? api.targets.waiting() : { rows: [] },
  ])
  const enquiries = { asked: asked?.rows ?? [], toChoose: sent?.rows ?? [] }
  return { summary, needs, today, enquiries, waiting, upkeep, assignments, reports, targets: targets.rows }
}
