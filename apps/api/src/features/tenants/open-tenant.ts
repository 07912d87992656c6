import { initialPasswordSchema, requestKeySchema } from '@fuqiao/contract'
import {
  BUILDING_MODES,
  checkKindAtTier,
  childKey,
  civilDateOf,
  MAX_DEPTH,
  normaliseName,
  pinyinInitials,
  scopeHigh,
  TENANT_KINDS,
  TIERS,
} from '@fuqiao/domain'
import { v7 } from 'uuid'
import { z } from 'zod'
import { steppedProcedure, tenantStep } from '../../rpc/acting-step.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError } from '../../rpc/app-error.ts'
import { toldOnce } from '../identity/index.ts'
import { profileOf } from '../network/index.ts'
import { changedTenant, mayChange, reasonSchema, recordChange, type TreeContext } from './change-tenant.ts'
import { firstPeople, seatFirstPeople, withPasswords } from './first-people.ts'
import {
  insertTenant,
  isDivisionKnown,
  isDivisionServed,
  lockTenants,
  takeSlot,
  type TenantRow,
} from './tenant-store.ts'

const input = z.strictObject({
  key: requestKeySchema,
  parentId: z.uuid(),
  tier: z.enum(TIERS),
  kind: z.enum(TENANT_KINDS),
  buildingMode: z.enum(BUILDING_MODES).nullable(),
  name: z.string().min(2).max(200),
  shortName: z.string().trim().min(1).max(20),
  divisionCode: z.string().regex(/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/),
  reason: reasonSchema,
  ...firstPeople,
})
type OpenTenant = z.infer<typeof input>

/** The name without what does not belong into one. @throws INPUT_INVALID */
function nameOf(given: string): string {
  const name = normaliseName(given)
  if (!name.ok) throw new AppError('INPUT_INVALID', {}, { name: name.refusal })
  return name.name
}

async function checkPlace(
  ctx: TreeContext & { deps: Parameters<typeof profileOf>[0] },
  input: OpenTenant,
  parent: TenantRow,
): Promise<void> {
  if (parent.status !== 'active') throw new AppError('PARENT_NOT_ACTIVE')
  if (parent.depth + 1 > MAX_DEPTH) throw new AppError('TENANT_TOO_DEEP', { levels: MAX_DEPTH })
  const isOffice = input.kind === 'administrative'
  const tierStep = TIERS.indexOf(input.tier) - TIERS.indexOf(parent.tier)
  if (isOffice ? tierStep <= 0 : tierStep < 0)
    throw new AppError('TENANT_TIER_ORDER', { tier: input.tier, parentTier: parent.tier })
  const profile = profileOf(ctx.deps, ctx.actor)
  const allowed = checkKindAtTier(profile, input.tier, input.kind)
  if (!allowed.ok)
    throw new AppError('TENANT_KIND_NOT_AT_TIER', {
      kind: input.kind,
      tier: input.tier,
      allowed: 'kinds' in allowed ? allowed.kinds.join(',') : '',
    })
  if (input.buildingMode !== null && !profile.buildingModes.some(({ id }) => id === input.buildingMode))
    throw new AppError('INPUT_INVALID', {}, { buildingMode: 'INPUT_BUILDING_MODE_NOT_IN_NETWORK' })
  if (!(await isDivisionKnown(ctx.tx, input.divisionCode)))
    throw new AppError('INPUT_INVALID', {}, { divisionCode: 'DIVISION_UNKNOWN' })
  if (isOffice && (await isDivisionServed(ctx.tx, ctx.actor.networkId, input.divisionCode, input.tier)))
    throw new AppError('DIVISION_TAKEN')
}

/** The row of the tenant that is opened below a locked parent. @throws see `checkPlace` */
async function rowBelow(
  ctx: TreeContext & { deps: Parameters<typeof profileOf>[0] },
  input: OpenTenant,
): Promise<TenantRow> {
  const parent = (await lockTenants(ctx.tx, ctx.actor.networkId, [input.parentId])).get(input.parentId)
  if (!parent) throw new AppError('NOT_FOUND')
  await checkPlace(ctx, input, parent)
  const name = nameOf(input.name)
  const scopeKey = childKey({ key: parent.scopeKey, depth: parent.depth }, await takeSlot(ctx.tx, parent))
  const depth = parent.depth + 1
  return {
    networkId: parent.networkId,
    id: v7(),
    parentId: parent.id,
    scopeKey,
    scopeHigh: scopeHigh(scopeKey, depth),
    depth,
    nextSlot: 1,
    tier: input.tier,
    kind: input.kind,
    buildingMode: input.buildingMode,
    name,
    shortName: input.shortName,
    initials: pinyinInitials(name),
    divisionCode: input.divisionCode,
    status: 'active',
    successorId: null,
    openedOn: civilDateOf(ctx.now),
    version: 1,
    updatedAt: ctx.now,
  }
}

/**
 * The city centre opens a tenant below one (B-08) and names who directs it, so that somebody is at work there at once; who also administers it, unless
 * that is said to be another. Their initial passwords are told this once.
 * @throws NOT_FOUND, NOT_ALLOWED, PARENT_NOT_ACTIVE, TENANT_*, DIVISION_TAKEN, INPUT_INVALID, LOGIN_NAME_TAKEN, TOO_MANY_REQUESTS
 */
export const openTenant = steppedProcedure
  .meta({ can: ['open', 'Tenant'] })
  .input(input)
  .output(z.strictObject({ ...changedTenant.shape, people: z.array(initialPasswordSchema) }))
  .mutation(async ({ ctx, input }) => {
    const { deps } = ctx
    const actor = await tenantStep(ctx, true, async context => {
      await mayChange(context, 'open', input.parentId)
      return context.actor
    })
    return withPasswords(ctx, actor, input, async people => {
      const { initialUntil, ...opened } = await tenantStep(ctx, false, async context => {
        const { tx, now } = context
        const request = { personId: context.actor.personId, key: input.key, procedure: 'tenants.open', input, now }
        return answerOnce(tx, request, async () => {
          await mayChange(context, 'open', input.parentId)
          const row = await rowBelow({ ...context, deps }, input)
          await insertTenant(tx, row)
          await recordChange(context, row, { change: 'opened', reason: input.reason })
          const initialUntil = await seatFirstPeople(context, row.id, people)
          return { id: row.id, status: row.status, version: row.version, initialUntil }
        })
      })
      return { ...opened, people: people.map(({ whom, password }) => toldOnce(whom, password, initialUntil)) }
    })
  })
