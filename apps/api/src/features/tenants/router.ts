import { router } from '../../rpc/procedures.ts'
import { declareCapability } from './declare-capability.ts'
import { mergeTenant } from './merge-tenant.ts'
import { nameDirector } from './name-director.ts'
import { openTenant } from './open-tenant.ts'
import { get, search, tree } from './read-tenants.ts'
import { reparentTenant } from './reparent-tenant.ts'
import { resumeTenant, suspendTenant } from './suspend-tenant.ts'

export const tenantsRouter = router({
  tree,
  search,
  get,
  open: openTenant,
  nameDirector,
  suspend: suspendTenant,
  resume: resumeTenant,
  merge: mergeTenant,
  reparent: reparentTenant,
  declareCapability,
})
