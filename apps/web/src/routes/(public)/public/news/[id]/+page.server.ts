import { error } from '@sveltejs/kit'
import { caseId } from '#lib/features/cases/case-id.ts'
import { isoDate } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, params }) => {
  const item = await api.publicNews.get({ id: caseId(params.id) })
  if (item.standing === 'withdrawn') {
    const { title, reason, withdrawnAt } = item
    error(410, {
      message: m.guidance_news_withdrawn({ title, reason, day: isoDate(withdrawnAt) }),
      code: 'PUBLICATION_WITHDRAWN',
    })
  }
  return { item }
}
