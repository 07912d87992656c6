import type { TenantActor } from '@fuqiao/access'
import { personSchema } from '@fuqiao/contract'
import { z } from 'zod'
import { type ActingContext, authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { changePerson, deletePerson, insertPerson } from './dossier-store.ts'
import { findOrganisation } from './standing.ts'

const personAt = { organisationId: z.uuid(), id: z.uuid(), version: z.int().min(1) }

async function mayKeep(
  ctx: ActingContext<TenantActor>,
  organisationId: string,
  action: 'create' | 'update' | 'delete',
): Promise<void> {
  const found = await findOrganisation(ctx.tx, ctx.actor, organisationId, ctx.now)
  authorise(ctx.ability, action, 'OrganisationPerson', {
    relation: found.toPeople === 'none' ? found.relation : found.toPeople,
  })
}

function audit(ctx: ActingContext<TenantActor>, action: string, organisationId: string, personId: string) {
  return writeAudit(ctx.tx, ctx.actor, {
    action,
    subjectKind: 'Organisation',
    subjectId: organisationId,
    at: ctx.now,
    details: { personId },
  })
}

/** Adds a named person to an own organisation. @throws NOT_FOUND, NOT_ALLOWED */
export const addPerson = tenantProcedure
  .meta({ can: ['create', 'OrganisationPerson'] })
  .input(personSchema.extend({ organisationId: z.uuid() }))
  .output(z.strictObject({ id: z.uuid() }))
  .mutation(async ({ ctx, input: { organisationId, ...entry } }) => {
    await mayKeep(ctx, organisationId, 'create')
    const id = await insertPerson(ctx.tx, ctx.actor, organisationId, { ...entry, at: ctx.now })
    await audit(ctx, 'dossier.addPerson', organisationId, id)
    return { id }
  })

/** Changes a named person of an own organisation. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT */
export const savePerson = tenantProcedure
  .meta({ can: ['update', 'OrganisationPerson'] })
  .input(personSchema.extend(personAt))
  .output(z.strictObject({ version: z.int() }))
  .mutation(async ({ ctx, input: { organisationId, id, version, ...entry } }) => {
    await mayKeep(ctx, organisationId, 'update')
    await changePerson(
      ctx.tx,
      { networkId: ctx.actor.networkId, organisationId },
      { id, version },
      { ...entry, updatedAt: ctx.now },
    )
    await audit(ctx, 'dossier.savePerson', organisationId, id)
    return { version: version + 1 }
  })

/** Removes a named person from an own organisation. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT */
export const removePerson = tenantProcedure
  .meta({ can: ['delete', 'OrganisationPerson'] })
  .input(z.strictObject(personAt))
  .output(z.strictObject({ ok: z.literal(true) }))
  .mutation(async ({ ctx, input: { organisationId, id, version } }) => {
    await mayKeep(ctx, organisationId, 'delete')
    await deletePerson(ctx.tx, { networkId: ctx.actor.networkId, organisationId }, { id, version })
    await audit(ctx, 'dossier.removePerson', organisationId, id)
    return { ok: true as const }
  })
