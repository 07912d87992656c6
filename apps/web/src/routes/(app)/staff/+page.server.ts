import { z } from 'zod'
import type { PageServerLoad } from './$types'

/** The register of the acting incubator's staff; of one's below it, where the address names it. */
export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const tenantId = z.uuid().safeParse(url.searchParams.get('tenant')).data
  return { register: await api.staff.list(tenantId ? { tenantId } : {}), isOther: tenantId !== undefined }
}
