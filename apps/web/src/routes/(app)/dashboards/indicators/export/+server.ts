import { error } from '@sveltejs/kit'
import { errorMessage } from '#lib/errors.ts'
import { indicatorsIn } from '#lib/features/indicators/address.ts'
import { getLocale } from '#lib/paraglide/runtime.js'
import { fileResponse } from '#lib/server/file-response.ts'
import type { RequestHandler } from './$types'

/** The board of indicators as it is shown, as an Excel file. */
export const GET: RequestHandler = async ({ locals: { api }, url }) => {
  const at = indicatorsIn(url.searchParams)
  if (!at) error(404, { message: errorMessage('NOT_FOUND', {}), code: 'NOT_FOUND' })
  const indicator = url.searchParams.get('indicator')
  const file = await api.indicators.exportBoard({ ...at, ...(indicator ? { indicator } : {}), language: getLocale() })
  return fileResponse(file, 'indicators.xlsx')
}
