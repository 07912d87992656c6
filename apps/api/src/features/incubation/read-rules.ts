import type { IncubationRules, Tier } from '@fuqiao/domain/profile'
import { conditionsAt } from '@fuqiao/domain/incubation'
import { z } from 'zod'
import { actorProcedure } from '../../rpc/procedures.ts'
import { notFound } from '../../rpc/app-error.ts'
import { profileOf } from '../network/index.ts'
import { readCase, readTenantPlace } from './case-store.ts'
import { rulesOfCase } from './change-case.ts'

/**
 * The rules of incubation that a case runs under, or those in force: what pages fill forms and rails from. The conditions are those of the tier of the
 * case's incubator, or of the one that was asked for. @throws NOT_FOUND
 */
export const readRules = actorProcedure
  .meta({ can: ['read', 'Network'] })
  .input(z.strictObject({ caseId: z.uuid().nullable(), tenantId: z.uuid().nullable() }))
  .output(z.custom<IncubationRules & { tier: Tier }>())
  .query(async ({ ctx, input }) => {
    const { tx, actor } = ctx
    const found =
      input.caseId === null ? undefined : await readCase(tx, { networkId: actor.networkId, id: input.caseId })
    if (input.caseId !== null && !found) throw notFound()
    const tenantId = found?.row.tenantId ?? input.tenantId ?? (actor.kind === 'tenant' ? actor.tenantId : null)
    const tenant = tenantId === null ? undefined : await readTenantPlace(tx, actor.networkId, tenantId)
    if (!tenant) throw notFound()
    const { incubation: rules } = found ? await rulesOfCase(ctx, found.row) : profileOf(ctx.deps, actor)
    return { ...rules, eligibility: conditionsAt(rules, tenant.tier), tier: tenant.tier }
  })
