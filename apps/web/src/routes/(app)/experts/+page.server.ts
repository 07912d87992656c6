import { ORGANISATION_FIELDS } from '@fuqiao/domain/profile'
import { cursorParam, parseCursor } from '#lib/cursor.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api, session }, url: { searchParams } }) => {
  const text = searchParams.get('text')?.trim().slice(0, 60) ?? ''
  const field = ORGANISATION_FIELDS.find(one => one === searchParams.get('field'))
  const isRetired = searchParams.get('retired') === 'on'
  const cursor = parseCursor(searchParams.get('after'))
  const { rows, next } = await api.panels.experts({
    ...(text ? { text } : {}),
    ...(field ? { field } : {}),
    ...(isRetired ? { isRetired } : {}),
    ...(cursor ? { cursor } : {}),
  })
  const roles = session?.acting?.roles ?? []
  return {
    experts: rows,
    next: cursorParam(next),
    filter: { text, field: field ?? '', isRetired },
    mayAdd: roles.some(role => role === 'director' || role === 'caseWorker'),
  }
}
