import type { ApiCaller, ApiOutputs } from '#lib/api.ts'
import { failureOf } from '#lib/server/failure.ts'

type Row = ApiOutputs['batches']['list']['rows'][number]

/** The batches that a list of referrals may be narrowed to, and the one that it is; none for whoever reads none. */
export async function readBatchChoices(
  api: ApiCaller,
  chosen: string | undefined,
): Promise<{ batches: Row[]; batch: Row | null }> {
  const { rows } = await api.batches.list().catch((thrown: unknown) => {
    if (failureOf(thrown)?.code !== 'NOT_ALLOWED') throw thrown
    return { rows: [] }
  })
  if (chosen === undefined) return { batches: rows, batch: null }
  const batch = rows.find(({ id }) => id === chosen) ?? (await api.batches.get({ id: chosen }).catch(() => null))
  return { batches: rows, batch }
}
