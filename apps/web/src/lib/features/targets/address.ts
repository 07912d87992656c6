import { idSchema } from '@fuqiao/contract'
import { error } from '@sveltejs/kit'
import { errorMessage } from '#lib/errors.ts'

const missing = () => error(404, { message: errorMessage('NOT_FOUND'), code: 'NOT_FOUND' })

/** The id in an address. Text that is no id names nothing, and is answered like an id that does not exist. */
export function targetId(parameter: string | undefined): string {
  const parsed = idSchema.safeParse(parameter)
  return parsed.success ? parsed.data : missing()
}

/** Whose targets of which year an address asks for; a year that is none is left out. */
export function targetsIn(params: URLSearchParams): { tenantId?: string; year?: number } {
  const tenant = params.get('tenant')
  const year = Number(params.get('year'))
  return {
    ...(tenant ? { tenantId: targetId(tenant) } : {}),
    ...(Number.isInteger(year) && year >= 2000 && year <= 2100 ? { year } : {}),
  }
}

/** The address of a year's targets, or of one indicator's shares. */
export function targetsHref(
  page: '' | '/split',
  { tenantId, year, indicatorId }: { tenantId?: string | undefined; year: number; indicatorId?: string },
): string {
  const query = new URLSearchParams({
    ...(tenantId ? { tenant: tenantId } : {}),
    ...(indicatorId ? { indicator: indicatorId } : {}),
    year: String(year),
  })
  return `/targets${page}?${query.toString()}`
}
