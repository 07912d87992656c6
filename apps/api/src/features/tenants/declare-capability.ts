import { relationOf } from '@fuqiao/access'
import { civilDateOf, hasFunction, ORGANISATION_FIELDS } from '@fuqiao/domain'
import { z } from 'zod'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { profileOf } from '../network/index.ts'
import { lockCapability, saveCapability } from './read-store.ts'
import { findTenant } from './tenant-store.ts'

const input = z.strictObject({
  functions: z.array(z.string().max(60)).max(60),
  fields: z.array(z.enum(ORGANISATION_FIELDS)).max(20),
  services: z.string().trim().max(2000),
  contactName: z.string().trim().max(40),
  contactPhone: z
    .string()
    .trim()
    .max(40)
    .regex(/^[0-9+\-() ]*$/),
  ceiling: z.int().min(0).max(100_000),
  takesReferrals: z.boolean(),
  /** Version of the declaration the person looked at; 0 where there was none. */
  version: z.int().min(0),
})

/**
 * A tenant declares its functions, specialties, capacity and contact, for the whole network to see (B-04, B-12).
 * @throws NOT_ALLOWED, VERSION_CONFLICT, INPUT_INVALID (a function that the catalogue does not know)
 */
export const declareCapability = tenantProcedure
  .meta({ can: ['declareCapability', 'Capability'] })
  .input(input)
  .output(z.strictObject({ version: z.int() }))
  .mutation(async ({ ctx, input }) => {
    const { actor, tx, now } = ctx
    const own = await findTenant(tx, actor.networkId, actor.tenantId)
    if (own.id !== actor.tenantId) throw notFound()
    authorise(ctx.ability, 'declareCapability', 'Capability', {
      relation: relationOf(
        actor,
        'Capability',
        { networkId: own.networkId, tenantId: own.id, scopeKey: own.scopeKey },
        now,
      ),
    })
    const profile = profileOf(ctx.deps, actor)
    const strange = input.functions.findIndex(id => !hasFunction(profile, id, civilDateOf(now)))
    if (strange >= 0) throw new AppError('INPUT_INVALID', {}, { [`functions.${strange}`]: 'FUNCTION_UNKNOWN' })
    const before = await lockCapability(tx, actor.networkId, actor.tenantId)
    if ((before?.version ?? 0) !== input.version)
      throw new AppError('VERSION_CONFLICT', { version: before?.version ?? 0 })
    const { version, ...declared } = input
    await saveCapability(tx, {
      networkId: actor.networkId,
      tenantId: actor.tenantId,
      scopeKey: own.scopeKey,
      ...declared,
      functions: [...new Set(input.functions)],
      declaredAt: now,
      version: version + 1,
    })
    await writeAudit(tx, actor, {
      action: 'tenant.declareCapability',
      subjectKind: 'tenant',
      subjectId: actor.tenantId,
      at: now,
      details: { version: version + 1 },
    })
    return { version: version + 1 }
  })
