import type { TenantActor } from '@fuqiao/access'
import { beginDraftInput, onVersionInput, ruleFaultSchema, saveDraftInput, versionChanged } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { parseDraft } from '@fuqiao/domain'
import { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { shippedProfile } from '../network/index.ts'
import { findVersion, insertVersion, nextVersion, readVersion, takeRulesTurn, writeVersion } from './rules-store.ts'
import { conflictOn, digestOf, standingAtTop, standingToVersion, storedProfile } from './version-facts.ts'

type Line = { version: number; action: string; at: Date; details?: Record<string, unknown> }

/** One line of the audit trail of a version. */
export const auditVersion = (tx: Tx, actor: TenantActor, { version, action, at, details = {} }: Line) =>
  writeAudit(tx, actor, {
    action: `rules.${action}`,
    ...{ subjectKind: 'ProfileVersion', subjectId: null, at, details: { version, ...details } },
  })

/** Begins a draft with the words of the rules in force; there is one at a time. @throws NOT_ALLOWED, RULES_DRAFT_EXISTS */
export const begin = tenantProcedure
  .meta({ can: ['edit', 'ProfileVersion'] })
  .input(beginDraftInput)
  .output(versionChanged)
  .mutation(({ ctx, input: { key } }) => {
    const { tx, actor, ability, now, deps } = ctx
    authorise(ability, 'edit', 'ProfileVersion', standingAtTop(actor))
    const request = { personId: actor.personId, key, procedure: 'rules.begin', input: {}, now }
    return answerOnce(tx, request, async () => {
      const { networkId } = actor
      await takeRulesTurn(tx, networkId)
      const draft = await findVersion(tx, networkId, 'draft')
      if (draft) throw new AppError('RULES_DRAFT_EXISTS', { version: draft.version })
      const [version, inForce] = [await nextVersion(tx, networkId), await findVersion(tx, networkId, 'inForce')]
      const base = inForce
        ? (await readVersion(tx, networkId, inForce.version)).content
        : storedProfile(shippedProfile(deps, actor.profileId))
      await insertVersion(tx, {
        ...{ networkId, version, baseVersion: inForce?.version ?? 0, content: base, digest: digestOf(base) },
        ...{ personId: actor.personId, personName: actor.personName, createdAt: now, updatedAt: now },
      })
      await auditVersion(tx, actor, { version, action: 'begin', at: now })
      return { number: version, version: 1, state: 'draft' as const }
    })
  })

/**
 * Saves a draft whole, when the schema finds no fault with it; else answers every fault with its place, and keeps nothing.
 * @throws NOT_FOUND, NOT_ALLOWED, RULES_NOT_NOW, VERSION_CONFLICT
 */
export const save = tenantProcedure
  .meta({ can: ['edit', 'ProfileVersion'] })
  .input(saveDraftInput)
  .output(z.strictObject({ ...versionChanged.shape, faults: z.array(ruleFaultSchema) }))
  .mutation(({ ctx, input }) => {
    const { tx, actor, ability, now, deps } = ctx
    const { key, number: version, version: revision, content } = input
    const request = {
      personId: actor.personId,
      key,
      procedure: 'rules.save',
      input: { version, revision, content },
      now,
    }
    return answerOnce(tx, request, async () => {
      const row = await readVersion(tx, actor.networkId, version)
      authorise(ability, 'edit', 'ProfileVersion', { relation: standingToVersion(actor, row, now) })
      if (row.state !== 'draft') throw new AppError('RULES_NOT_NOW', { state: row.state })
      if (row.revision !== revision) throw conflictOn(row)
      const parsed = parseDraft(content, shippedProfile(deps, actor.profileId))
      if (!parsed.ok) return { number: version, version: revision, state: row.state, faults: [...parsed.faults] }
      const kept = storedProfile(parsed.profile)
      const columns = { content: kept, digest: digestOf(kept), updatedAt: now }
      if (!(await writeVersion(tx, row, columns))) throw conflictOn(await readVersion(tx, actor.networkId, version))
      await auditVersion(tx, actor, { version, action: 'save', at: now, details: { digest: columns.digest } })
      return { number: version, version: revision + 1, state: row.state, faults: [] }
    })
  })

/** Sets a draft aside; it is no version of the network any more. @throws NOT_FOUND, NOT_ALLOWED, RULES_NOT_NOW, VERSION_CONFLICT */
export const discard = tenantProcedure
  .meta({ can: ['edit', 'ProfileVersion'] })
  .input(onVersionInput)
  .output(versionChanged)
  .mutation(({ ctx, input: { key, number: version, version: revision } }) => {
    const { tx, actor, ability, now } = ctx
    const request = { personId: actor.personId, key, procedure: 'rules.discard', input: { version, revision }, now }
    return answerOnce(tx, request, async () => {
      const row = await readVersion(tx, actor.networkId, version)
      authorise(ability, 'edit', 'ProfileVersion', { relation: standingToVersion(actor, row, now) })
      if (row.state !== 'draft') throw new AppError('RULES_NOT_NOW', { state: row.state })
      if (row.revision !== revision || !(await writeVersion(tx, row, { state: 'discarded', updatedAt: now })))
        throw conflictOn(await readVersion(tx, actor.networkId, version))
      await auditVersion(tx, actor, { version, action: 'discard', at: now })
      return { number: version, version: revision + 1, state: 'discarded' as const }
    })
  })
