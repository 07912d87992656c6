import { redirect } from '@sveltejs/kit'
import { AWAITED } from '#lib/features/asked-lists/address.ts'
import { readReferralWords } from '#lib/features/referrals/referral-words.ts'
import { guard } from '#lib/server/guard.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { acting, menu } = guard(event)
  // An organisation's own account has its requests and progress in one place of its own.
  if (acting?.organisationId) redirect(303, '/my/referrals')
  event.depends('fuqiao:referrals')
  const { api } = event.locals
  const hasEnquiries = menu.includes('enquiries')
  const hasAssignments = menu.includes('assignments')
  const [summary, { needs, today }, asked, sent, cases, upkeep, mine, below] = await Promise.all([
    api.workbench.summary(),
    readReferralWords(api),
    hasEnquiries ? api.enquiries.asked({ filter: { states: [...AWAITED] }, sort: 'due' }) : null,
    hasEnquiries ? api.enquiries.list({ filter: { states: ['toChoose'] }, sort: 'due' }) : null,
    menu.includes('cases') ? api.cases.list({ filter: { waiting: true }, sort: 'due' }) : null,
    menu.includes('upkeep') ? api.upkeep.read({}) : null,
    hasAssignments ? api.assignments.list({ filter: { waiting: true }, sort: 'due' }) : null,
    hasAssignments ? api.assignments.list({ filter: { late: true, whose: 'below' }, sort: 'due' }) : null,
  ])
  const enquiries = { asked: asked?.rows ?? [], toChoose: sent?.rows ?? [] }
  const waiting = { count: cases?.rows.length ?? 0, isMore: (cases?.next ?? null) !== null }
  const assignments = { mine: mine?.rows ?? [], below: below?.rows ?? [] }
  return { summary, needs, today, enquiries, waiting, upkeep, assignments }
}
