import { onVersionInput, rollBackInput, scheduleInput, versionChanged } from '@fuqiao/contract'
import { addDays, civilDateOf } from '@fuqiao/domain/calendar'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { shippedProfile } from '../network/index.ts'
import { auditVersion } from './edit-draft.ts'
import { hasTrial } from './pass-store.ts'
import { findVersion, insertVersion, nextVersion, readVersion, takeRulesTurn, writeVersion } from './rules-store.ts'
import { conflictOn, digestOf, standingToVersion, storedProfile } from './version-facts.ts'

/** Nobody announces rules further ahead. */
const mostDaysAhead = 366

/**
 * Sets the day on which a draft comes into force, as it was tried out on the rules in force; from then on the whole network reads it. The worker brings it
 * into force on that day, once.
 * @throws NOT_FOUND, NOT_ALLOWED, RULES_NOT_NOW, VERSION_CONFLICT, RULES_DAY_INVALID, RULES_SCHEDULED, RULES_UNCHANGED, RULES_NOT_TRIED
 */
export const schedule = tenantProcedure
  .meta({ can: ['schedule', 'ProfileVersion'] })
  .input(scheduleInput)
  .output(versionChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, ability, now, deps } = ctx
    const { key, number: version, version: revision, inForceOn, reason } = input
    const { networkId, personId } = actor
    const request = { personId, key, procedure: 'rules.schedule', input: { version, revision, inForceOn, reason }, now }
    return answerOnce(tx, request, async () => {
      await takeRulesTurn(tx, networkId)
      const row = await readVersion(tx, networkId, version)
      authorise(ability, 'schedule', 'ProfileVersion', { relation: standingToVersion(actor, row, now) })
      if (row.state !== 'draft') throw new AppError('RULES_NOT_NOW', { state: row.state })
      if (row.revision !== revision) throw conflictOn(row)
      const today = civilDateOf(now)
      if (inForceOn < today || inForceOn > addDays(today, mostDaysAhead))
        throw new AppError('RULES_DAY_INVALID', {}, { inForceOn: 'RULES_DAY_INVALID' })
      const [waiting, inForce] = [
        await findVersion(tx, networkId, 'scheduled'),
        await findVersion(tx, networkId, 'inForce'),
      ]
      if (waiting) throw new AppError('RULES_SCHEDULED', { version: waiting.version })
      const standing = inForce?.digest ?? digestOf(storedProfile(shippedProfile(deps, actor.profileId)))
      if (standing === row.digest) throw new AppError('RULES_UNCHANGED')
      const tried = { networkId, version, digest: row.digest, baseVersion: inForce?.version ?? 0 }
      if (!(await hasTrial(tx, tried))) throw new AppError('RULES_NOT_TRIED')
      const columns = {
        ...{ state: 'scheduled' as const, inForceOn, reason, updatedAt: now, scheduledAt: now },
        scheduledByName: actor.personName,
      }
      if (!(await writeVersion(tx, row, columns))) throw conflictOn(await readVersion(tx, networkId, version))
      await auditVersion(tx, actor, {
        version,
        action: 'schedule',
        at: now,
        details: { inForceOn, digest: row.digest },
      })
      return { number: version, version: revision + 1, state: 'scheduled' as const }
    })
  })

/** Takes back a version before its day: it is a draft again. @throws NOT_FOUND, NOT_ALLOWED, RULES_NOT_NOW, VERSION_CONFLICT, RULES_DRAFT_EXISTS */
export const takeBack = tenantProcedure
  .meta({ can: ['schedule', 'ProfileVersion'] })
  .input(onVersionInput)
  .output(versionChanged)
  .mutation(({ ctx, input: { key, number: version, version: revision } }) => {
    const { tx, actor, ability, now } = ctx
    const { networkId, personId } = actor
    const request = { personId, key, procedure: 'rules.takeBack', input: { version, revision }, now }
    return answerOnce(tx, request, async () => {
      await takeRulesTurn(tx, networkId)
      const row = await readVersion(tx, networkId, version)
      authorise(ability, 'schedule', 'ProfileVersion', { relation: standingToVersion(actor, row, now) })
      if (row.state !== 'scheduled') throw new AppError('RULES_NOT_NOW', { state: row.state })
      if (row.revision !== revision) throw conflictOn(row)
      const draft = await findVersion(tx, networkId, 'draft')
      if (draft) throw new AppError('RULES_DRAFT_EXISTS', { version: draft.version })
      const columns = {
        state: 'draft' as const,
        inForceOn: null,
        scheduledAt: null,
        scheduledByName: '',
        updatedAt: now,
      }
      if (!(await writeVersion(tx, row, columns))) throw conflictOn(await readVersion(tx, networkId, version))
      await auditVersion(tx, actor, { version, action: 'takeBack', at: now })
      return { number: version, version: revision + 1, state: 'draft' as const }
    })
  })

/**
 * Rolls back the version in force: what stood before it comes into force again, today, as a version of its own, so that the history is whole. Cases that
 * began meanwhile keep the rules they began under until they are moved. @throws NOT_FOUND, NOT_ALLOWED, RULES_NOT_NOW, RULES_SCHEDULED
 */
export const rollBack = tenantProcedure
  .meta({ can: ['rollBack', 'ProfileVersion'] })
  .input(rollBackInput)
  .output(versionChanged)
  .mutation(({ ctx, input: { key, number: version, reason } }) => {
    const { tx, actor, ability, now, deps } = ctx
    const { networkId, personId, personName } = actor
    const request = { personId, key, procedure: 'rules.rollBack', input: { version, reason }, now }
    return answerOnce(tx, request, async () => {
      await takeRulesTurn(tx, networkId)
      const row = await readVersion(tx, networkId, version)
      authorise(ability, 'rollBack', 'ProfileVersion', { relation: standingToVersion(actor, row, now) })
      if (row.state !== 'inForce') throw new AppError('RULES_NOT_NOW', { state: row.state })
      const waiting = await findVersion(tx, networkId, 'scheduled')
      if (waiting) throw new AppError('RULES_SCHEDULED', { version: waiting.version })
      const content =
        row.baseVersion === 0
          ? storedProfile(shippedProfile(deps, actor.profileId))
          : (await readVersion(tx, networkId, row.baseVersion)).content
      const again = await nextVersion(tx, networkId)
      await insertVersion(tx, {
        ...{ networkId, version: again, baseVersion: version, content, digest: digestOf(content), state: 'scheduled' },
        ...{ reason, rollsBack: version, personId, personName, createdAt: now, updatedAt: now },
        ...{ scheduledByName: personName, scheduledAt: now, inForceOn: civilDateOf(now) },
      })
      await auditVersion(tx, actor, { version, action: 'rollBack', at: now, details: { by: again } })
      return { number: again, version: 1, state: 'scheduled' as const }
    })
  })
