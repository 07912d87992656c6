import { relationOf, type TenantActor } from '@fuqiao/access'
import { callPanelInput, panelChanged } from '@fuqiao/contract'
import { lotText } from '@fuqiao/domain/panel'
import { v7 } from 'uuid'
import type { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { candidatesFor, rulesOf, seedOf, sha256 } from './panel-facts.ts'
import { type CaseRow, insertPanel, lockCase, readCase, readPanelTask } from './panel-store.ts'
import { recordPanel } from './record-panel.ts'

type Acting = ActingIn & { actor: TenantActor }
type Input = z.infer<typeof callPanelInput>

/**
 * Calls the panel of a case whose panel step is due (J-07, L-05): who is in the lot and who is not, and why, stands from now on, and so does the digest of
 * the seed. Neither can be fitted to the other any more. The lot itself is drawn after that.
 */
export const callPanel = tenantProcedure
  .meta({ can: ['call', 'Panel'] })
  .input(callPanelInput)
  .output(panelChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'panels.callExperts', input, now }
    return answerOnce(tx, request, () => call({ ...ctx, actor }, input))
  })

async function call(acting: Acting, input: Input) {
  const { tx, actor, ability, now, deps } = acting
  const key = { networkId: actor.networkId, id: input.caseId }
  await lockCase(tx, key)
  const row = await readCase(tx, key)
  if (!row) throw notFound()
  authorise(ability, 'call', 'Panel', { relation: relationToCase(actor, row, now) })
  if (row.version !== input.version) throw new AppError('VERSION_CONFLICT', { version: row.version })
  const [task, rules] = [await readPanelTask(tx, key), (await rulesOf(acting, actor, row.rulesVersion)).panel]
  if (!task || !rules) throw new AppError('PANEL_NOT_DUE')
  const declared = new Map(input.declared.map(({ expertId, words }) => [expertId, words]))
  const candidates = await candidatesFor(tx, { row, now, conflictYears: rules.conflictYears }, declared)
  if (
    candidates.length < declared.size ||
    [...declared.keys()].some(id => !candidates.some(one => one.expertId === id))
  )
    throw notFound()
  const lot = candidates.filter(({ standing }) => standing === 'qualified').map(({ expertId }) => expertId)
  if (lot.length < rules.experts) throw new AppError('PANEL_TOO_FEW', { qualified: lot.length, needed: rules.experts })
  const [id, { networkId, tenantId, scopeKey, organisationName, field }] = [v7(), row]
  const isNew = await insertPanel(tx, {
    ...{ networkId, id, caseId: row.id, taskId: task.id, tenantId, scopeKey, organisationName, field, candidates },
    ...{ caseNumber: row.number, state: 'called', seats: rules.experts, passMark: rules.passMark },
    criteria: rules.criteria.map(({ id: criterion, name, weight }) => ({ id: criterion, name, weight })),
    ...{ conflictYears: rules.conflictYears, listDigest: sha256(lotText(lot)), seedDigest: sha256(seedOf(deps, id)) },
    ...{ calledAt: now, calledByName: actor.personName, updatedAt: now },
  })
  if (!isNew) throw new AppError('PANEL_UNDER_WAY')
  await recordPanel(tx, actor, {
    ...{ panel: { networkId, id, tenantId }, action: 'call', version: 1, at: now },
    details: { seats: rules.experts, lot: lot.length, of: candidates.length },
    line: { row, stepId: task.stepId, note: '' },
  })
  return { id, version: 1, state: 'called' as const }
}

/** A panel is its case's incubator's, as the case is. */
export const relationToCase = (actor: TenantActor, row: CaseRow, now: Date) =>
  relationOf(actor, 'IncubationCase', row, now)
