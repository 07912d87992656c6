import { moveCasesInput } from '@fuqiao/contract'
import { v7 } from 'uuid'
import { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { shippedProfile } from '../network/index.ts'
import { auditVersion } from './edit-draft.ts'
import { countMovable, hasRunningPass, insertPass } from './pass-store.ts'
import { findVersion, takeRulesTurn } from './rules-store.ts'
import { digestOf, standingAtTop, storedProfile } from './version-facts.ts'

/**
 * Has running cases of one version, all or those chosen, go on under the version in force. The worker moves them one by one: what is due is counted anew, what
 * is planned follows the new cadence; one that stands at a step that is gone stays where it is, and is listed. Nothing else moves a running case.
 * @throws NOT_ALLOWED, RULES_NOTHING_TO_MOVE, RULES_PASS_RUNNING
 */
export const moveCases = tenantProcedure
  .meta({ can: ['move', 'ProfileVersion'] })
  .input(moveCasesInput)
  .output(z.strictObject({ id: z.uuid() }))
  .mutation(({ ctx, input }) => {
    const { tx, actor, ability, now, deps } = ctx
    const { key, from: fromVersion, caseIds, reason } = input
    const { networkId, personId, personName } = actor
    authorise(ability, 'move', 'ProfileVersion', standingAtTop(actor))
    const request = { personId, key, procedure: 'rules.moveCases', input: { fromVersion, caseIds, reason }, now }
    return answerOnce(tx, request, async () => {
      await takeRulesTurn(tx, networkId)
      const inForce = await findVersion(tx, networkId, 'inForce')
      const version = inForce?.version ?? 0
      const cases = await countMovable(tx, { networkId, version: fromVersion, ids: caseIds })
      if (version === fromVersion || cases === 0 || (caseIds && cases < new Set(caseIds).size))
        throw new AppError('RULES_NOTHING_TO_MOVE')
      if (await hasRunningPass(tx, networkId)) throw new AppError('RULES_PASS_RUNNING')
      const id = v7()
      const digest = inForce?.digest ?? digestOf(storedProfile(shippedProfile(deps, actor.profileId)))
      await insertPass(tx, {
        ...{ networkId, id, kind: 'move', version, digest, baseVersion: version, fromVersion, caseIds, reason },
        ...{ personId, personName, startedAt: now },
      })
      await auditVersion(tx, actor, {
        ...{ version, action: 'moveCases', at: now },
        details: { pass: id, from: fromVersion, cases, reason },
      })
      return { id }
    })
  })
