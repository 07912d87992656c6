import { bucketSchema, civilDateSchema, type FIGURE_TREES, idSchema } from '@fuqiao/contract'

/** Whose figures, of which stretch, as known when and by which tree: as an address says it. */
export interface IndicatorAddress {
  tenantId?: string | undefined
  bucket?: string | undefined
  asOf?: string | undefined
  tree: (typeof FIGURE_TREES)[number]
}

/** What an address asks for; what does not fit is left out. The year and its part come from two fields of a form. Null when the incubator's id is none. */
export function indicatorsIn(params: URLSearchParams): IndicatorAddress | null {
  const tenant = params.get('tenant')
  if (tenant !== null && !idSchema.safeParse(tenant).success) return null
  const year = params.get('year')
  const part = params.get('part') ?? ''
  const bucket = year === null ? undefined : bucketSchema.safeParse(part === '' ? year : `${year}-${part}`).data
  const asOf = civilDateSchema.safeParse(params.get('asOf')).data
  return {
    ...(tenant === null ? {} : { tenantId: tenant }),
    ...(bucket === undefined ? {} : { bucket }),
    ...(asOf === undefined ? {} : { asOf }),
    tree: params.get('tree') === 'then' ? 'then' : 'now',
  }
}

/** The query that says the same. */
export function indicatorQuery({ tenantId, bucket, asOf, tree }: Partial<IndicatorAddress>): Record<string, string> {
  const [year = '', part = ''] = (bucket ?? '').split('-')
  return {
    ...(tenantId ? { tenant: tenantId } : {}),
    ...(year === '' ? {} : { year }),
    ...(part === '' ? {} : { part }),
    ...(asOf ? { asOf } : {}),
    ...(tree === 'then' ? { tree } : {}),
  }
}

/** The address of the board of indicators, its file, or of the facts behind one of them. */
export function indicatorHref(
  page: '' | '/facts' | '/export',
  at: Partial<IndicatorAddress>,
  more: Record<string, string> = {},
): string {
  const query = new URLSearchParams({ ...indicatorQuery(at), ...more }).toString()
  return `/dashboards/indicators${page}${query === '' ? '' : `?${query}`}`
}
