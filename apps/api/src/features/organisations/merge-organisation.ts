import { mergeOrganisationSchema } from '@fuqiao/contract'
import type { TenantActor } from '@fuqiao/access'
import { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError } from '../../rpc/app-error.ts'
import { type ActingContext, authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { endMerged, insertMergeOutbox, readUnderWay } from './merge-store.ts'
import { changeOrganisation, lockOrganisation } from './organisation-store.ts'
import { findOrganisation } from './standing.ts'

type Input = z.infer<typeof mergeOrganisationSchema>

const output = z.strictObject({ version: z.int(), survivorVersion: z.int() })

/**
 * The custodian merges a duplicate into another organisation that it has. The duplicate is kept with its dossier as history, leaves every list and count,
 * and leads to the survivor, which bears its names among the former ones; sight of it and service for it end; whoever has its account has one of the
 * survivor's beside it. Not while anything is under way for either: what it is, is for whoever is at it to end first.
 * @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, ORGANISATION_SURVIVOR_NOT_FIT, ORGANISATION_MERGED, ORGANISATION_UNDER_WAY
 */
export const merge = tenantProcedure
  .meta({ can: ['merge', 'Organisation'] })
  .input(mergeOrganisationSchema)
  .output(output)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'organisations.merge', input, now }
    return answerOnce(tx, request, () => mergeInto(ctx, input))
  })

async function mergeInto(ctx: ActingContext<TenantActor>, input: Input): Promise<z.infer<typeof output>> {
  const { tx, actor, ability, now } = ctx
  const { networkId } = actor
  for (const id of [input.id, input.survivorId]) {
    const { relation } = await findOrganisation(tx, actor, id, now)
    authorise(ability, 'merge', 'Organisation', { relation })
  }
  if (input.id === input.survivorId) throw new AppError('ORGANISATION_SURVIVOR_NOT_FIT')
  const { merged, survivor } = await lockBoth(ctx, input)
  const underWay = await readUnderWay(tx, [merged.id, survivor.id])
  if (Object.values(underWay).some(count => count > 0)) throw new AppError('ORGANISATION_UNDER_WAY', underWay)
  const [version, survivorVersion] = [merged.version + 1, survivor.version + 1]
  const names = [...survivor.formerNames, ...merged.formerNames, merged.name].filter(name => name !== survivor.name)
  await changeOrganisation(
    tx,
    { networkId, id: survivor.id, version: survivor.version },
    { formerNames: [...new Set(names)], updatedAt: now },
  )
  await changeOrganisation(
    tx,
    { networkId, id: merged.id, version: merged.version },
    { mergedIntoId: survivor.id, mergedAt: now, mergeReason: input.reason, updatedAt: now },
  )
  await endMerged(tx, merged.id)
  await writeAudit(tx, actor, {
    action: 'organisation.merge',
    subjectKind: 'Organisation',
    subjectId: merged.id,
    at: now,
    details: { survivorId: survivor.id, version, survivorVersion, reason: input.reason },
  })
  const ends = { organisationId: merged.id, survivorId: survivor.id, fromTenantId: actor.tenantId }
  await insertMergeOutbox(tx, networkId, { action: 'merge', ...ends, version }, now)
  return { version, survivorVersion }
}

/** Both as they were compared, locked in the order of their ids: of two that race, or that merge the other way round, one waits and reads what the other left. */
async function lockBoth({ tx, actor }: ActingContext<TenantActor>, input: Input) {
  const first = await lockOrganisation(tx, actor.networkId, input.id < input.survivorId ? input.id : input.survivorId)
  const second = await lockOrganisation(tx, actor.networkId, first.id === input.id ? input.survivorId : input.id)
  const [merged, survivor] = first.id === input.id ? [first, second] : [second, first]
  if (merged.mergedIntoId !== null || survivor.mergedIntoId !== null) throw new AppError('ORGANISATION_MERGED')
  const stale = [
    { row: merged, seen: input.version },
    { row: survivor, seen: input.survivorVersion },
  ].find(({ row, seen }) => row.version !== seen)
  if (stale) throw new AppError('VERSION_CONFLICT', { version: stale.row.version })
  return { merged, survivor }
}
