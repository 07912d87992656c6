import { versionSchema } from '@fuqiao/contract'
import { rowId } from '#lib/features/assignments/row-id.ts'
import { reportActions } from '#lib/features/reports/report-actions.ts'
import type { Actions, PageServerLoad } from './$types'

/** A report, or an earlier submission of it that the address names. */
export const load: PageServerLoad = async ({ locals: { api }, params, url }) => {
  const seq = versionSchema.safeParse(Number(url.searchParams.get('seq'))).data
  return {
    report: await api.reports.get({ id: rowId(params.id), ...(seq === undefined ? {} : { seq }) }),
    isEarlier: seq !== undefined,
    key: crypto.randomUUID(),
  }
}

export const actions: Actions = reportActions
