import { periodIn } from '#lib/features/dashboards/board-address.ts'
import { getLocale } from '#lib/paraglide/runtime.js'
import { fileResponse } from '#lib/server/file-response.ts'
import type { RequestHandler } from './$types'

/** The tables of the joint dashboard as they are shown, as an Excel file. */
export const GET: RequestHandler = async ({ locals: { api }, url }) => {
  const file = await api.dashboards.exportJoint({ period: periodIn(url.searchParams), language: getLocale() })
  return fileResponse(file, 'joint-meeting.xlsx')
}
