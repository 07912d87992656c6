import { idSchema } from '@fuqiao/contract'
import { error } from '@sveltejs/kit'
import type { ApiCaller } from '#lib/api.ts'
import { errorMessage } from '#lib/errors.ts'

/** An incubator as its page shows it. */
export type TenantPage = Awaited<ReturnType<ApiCaller['tenants']['get']>>

/** The incubator of an address. An id that is none is answered like one that does not exist. */
export async function loadTenant({ api }: Pick<App.Locals, 'api'>, id: string): Promise<TenantPage> {
  if (!idSchema.safeParse(id).success) error(404, { message: errorMessage('NOT_FOUND', {}), code: 'NOT_FOUND' })
  return api.tenants.get({ tenantId: id })
}
