import { isAllowed, type TenantActor } from '@fuqiao/access'
import { type AgreementView, agreementViewSchema, idSchema } from '@fuqiao/contract'
import { availableAgreementActions, monthOf } from '@fuqiao/domain/agreement'
import { z } from 'zod'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { acceptingOf, agreementSetting, factsOfAgreement, sideOf, standingToAgreement } from './agreement-facts.ts'
import {
  type JoinedAgreement,
  readAgreement,
  readDivisionNames,
  readHealth,
  readHistory,
  readUsage,
} from './agreement-store.ts'
import { agreementRowView } from './agreement-view.ts'

/** One agreement with its signatures, its history, how it was used, and what the viewer may do now. */
export const getAgreement = tenantProcedure
  .meta({ can: ['read', 'Agreement'] })
  .input(z.strictObject({ id: idSchema }))
  .output(agreementViewSchema)
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now, entered } = ctx
    const found = await readAgreement(tx, { networkId: actor.networkId, id: input.id })
    if (!found) throw notFound()
    authorise(ability, 'read', 'Agreement', { relation: standingToAgreement(actor, found.row, now) })
    const { row } = found
    const [history, usage, divisions, actions] = await Promise.all([
      readHistory(tx, { networkId: row.networkId, id: row.id }),
      readUsage(tx, [row.id], monthOf(now)),
      readDivisionNames(tx, row.standing?.divisionCodes ?? []),
      offered({ ...ctx, actor }, found),
    ])
    const { firstDuties, secondDuties, firstSignatory, secondSignatory, draftedByName, overReason, pausedReason } = row
    return {
      ...agreementRowView(found, actor, usage.get(row.id)),
      networkName: entered.networkName,
      ...{ firstDuties, secondDuties, firstSignatory, secondSignatory, draftedByName, overReason, pausedReason },
      createdAt: row.createdAt.toISOString(),
      proposedAt: iso(row.proposedAt),
      inForceAt: iso(row.inForceAt),
      overAt: iso(row.overAt),
      pausedAt: iso(row.pausedAt),
      divisionNames: Object.fromEntries(divisions),
      history: history.map(({ seq, at, action, toState, actorTenantId, actorName, note }) => ({
        ...{ seq, note, byName: actorName },
        at: at.toISOString(),
        action: action as AgreementView['history'][number]['action'],
        toState: toState as AgreementView['state'],
        by: sideOf(row, actorTenantId),
      })),
      actions,
    }
  })

const iso = (date: Date | null) => date?.toISOString() ?? null

async function offered(
  { tx, actor, ability, now, deps }: ActingIn & { actor: TenantActor },
  found: JoinedAgreement,
): Promise<AgreementView['actions']> {
  const side = sideOf(found.row, actor.tenantId)
  if (side === null) return []
  const accepting = acceptingOf(found.row)
  const health = accepting === null ? null : await readHealth(tx, accepting)
  const setting = agreementSetting(deps, actor, { side, roles: actor.roles }, now)
  const relation = standingToAgreement(actor, found.row, now)
  return availableAgreementActions(factsOfAgreement(found, health), setting)
    .filter(({ action }) => isAllowed(ability, action, 'Agreement', { relation }))
    .map(available => ({
      action: available.action,
      allowed: available.allowed,
      refusal: available.allowed ? null : available.refusal,
    }))
}
