import { isAllowed, relationOf } from '@fuqiao/access'
import { z } from 'zod'
import { actorProcedure, authorise } from '../../rpc/procedures.ts'
import { childLines, isUnstaffed, readTenant, searchLines } from './read-store.ts'

const tenantLine = z.strictObject({
  id: z.uuid(),
  parentId: z.uuid().nullable(),
  name: z.string(),
  shortName: z.string(),
  tier: z.string(),
  kind: z.string(),
  status: z.string(),
  divisionCode: z.string(),
  isStatisticalOnly: z.boolean(),
  childCount: z.int(),
  takesReferrals: z.boolean(),
  functionCount: z.int(),
})

/** The tenants directly below one, or with null the root: the directory is open to the whole network and loaded level by level (B-01, B-02). */
export const tree = actorProcedure
  .meta({ can: ['list', 'Tenant'] })
  .input(z.strictObject({ parentId: z.uuid().nullable() }))
  .output(z.array(tenantLine))
  .query(({ ctx, input }) => childLines(ctx.tx, ctx.actor.networkId, input.parentId))

/** Tenants by a piece of their name or their pinyin initials; at most 30. */
export const search = actorProcedure
  .meta({ can: ['list', 'Tenant'] })
  .input(z.strictObject({ text: z.string().trim().min(1).max(60) }))
  .output(z.array(tenantLine))
  .query(({ ctx, input }) => searchLines(ctx.tx, ctx.actor.networkId, input.text))

const capability = z.strictObject({
  functions: z.array(z.string()),
  fields: z.array(z.string()),
  services: z.string(),
  contactName: z.string(),
  contactPhone: z.string(),
  ceiling: z.int(),
  takesReferrals: z.boolean(),
  declaredAt: z.date(),
  version: z.int(),
})

const tenantPage = z.strictObject({
  id: z.uuid(),
  parentId: z.uuid().nullable(),
  name: z.string(),
  shortName: z.string(),
  tier: z.string(),
  kind: z.string(),
  buildingMode: z.string().nullable(),
  status: z.string(),
  divisionCode: z.string(),
  successorId: z.uuid().nullable(),
  openedOn: z.string(),
  version: z.int(),
  /** From the root down, without itself. */
  superiors: z.array(z.strictObject({ id: z.uuid(), name: z.string(), shortName: z.string(), tier: z.string() })),
  capability: capability.nullable(),
  record: z.strictObject({
    received: z.int(),
    acknowledged: z.int(),
    accepted: z.int(),
    declined: z.int(),
    activeNow: z.int(),
    acknowledgeHoursMean: z.number().nullable(),
  }),
  history: z.array(
    z.strictObject({
      change: z.string(),
      from: z.coerce.date(),
      to: z.coerce.date().nullable(),
      name: z.string(),
      parentName: z.string().nullable(),
      status: z.string(),
      successorName: z.string().nullable(),
      reason: z.string(),
      personName: z.string(),
    }),
  ),
  isOwn: z.boolean(),
  /** Nobody has got to work there yet, and this person may name who directs it. */
  isUnstaffed: z.boolean(),
  /** What this person may do to it now, in this state. */
  actions: z.array(z.enum(['open', 'suspend', 'resume', 'merge', 'reparent', 'declareCapability'])),
})

const statesFor = {
  open: ['active'],
  suspend: ['active'],
  resume: ['suspended'],
  merge: ['active', 'suspended'],
  reparent: ['active', 'suspended'],
} as const

/** A tenant's page: place, functions and specialties, response record, history. @throws NOT_FOUND */
export const get = actorProcedure
  .meta({ can: ['read', 'Tenant'] })
  .input(z.strictObject({ tenantId: z.uuid() }))
  .output(tenantPage)
  .query(async ({ ctx, input }) => {
    const { row, capability, record, history, superiors } = await readTenant(
      ctx.tx,
      ctx.actor.networkId,
      input.tenantId,
    )
    const relation = relationOf(ctx.actor, 'Tenant', row, ctx.now)
    authorise(ctx.ability, 'read', 'Tenant', { relation })
    const changes = (Object.keys(statesFor) as (keyof typeof statesFor)[]).filter(
      action =>
        isAllowed(ctx.ability, action, 'Tenant', { relation }) &&
        (statesFor[action] as readonly string[]).includes(row.status),
    )
    const isOwn = relation === 'own'
    const mayDeclare = isOwn && isAllowed(ctx.ability, 'declareCapability', 'Capability', { relation })
    const {
      id,
      parentId,
      name,
      shortName,
      tier,
      kind,
      buildingMode,
      status,
      divisionCode,
      successorId,
      openedOn,
      version,
    } = row
    return {
      ...{
        id,
        parentId,
        name,
        shortName,
        tier,
        kind,
        buildingMode,
        status,
        divisionCode,
        successorId,
        openedOn,
        version,
      },
      superiors: [...superiors],
      capability: capability && capabilityView(capability),
      record: recordView(record),
      history: [...history].map(line => ({
        ...line,
        from: new Date(line.from),
        to: line.to === null ? null : new Date(line.to),
      })),
      isOwn,
      isUnstaffed: changes.includes('open') && !isOwn && (await isUnstaffed(ctx.tx, row.id)),
      actions: mayDeclare ? [...changes, 'declareCapability' as const] : changes,
    }
  })

type Stored = NonNullable<Awaited<ReturnType<typeof readTenant>>['capability']>

function capabilityView({
  functions,
  fields,
  services,
  contactName,
  contactPhone,
  ceiling,
  takesReferrals,
  declaredAt,
  version,
}: Stored): z.infer<typeof capability> {
  return { functions, fields, services, contactName, contactPhone, ceiling, takesReferrals, declaredAt, version }
}

function recordView(record: Awaited<ReturnType<typeof readTenant>>['record']): z.infer<typeof tenantPage>['record'] {
  if (!record)
    return { received: 0, acknowledged: 0, accepted: 0, declined: 0, activeNow: 0, acknowledgeHoursMean: null }
  const { received, acknowledged, accepted, declined, activeNow, acknowledgeHoursTotal } = record
  return {
    received,
    acknowledged,
    accepted,
    declined,
    activeNow,
    acknowledgeHoursMean: acknowledged === 0 ? null : Math.round((acknowledgeHoursTotal / acknowledged) * 10) / 10,
  }
}
