import { changeReferralInput, reroutedReferral } from '@fuqiao/contract'
import type { TenantActor } from '@fuqiao/access'
import { KIND_FACTS } from '@fuqiao/domain/referral'
import { v7 } from 'uuid'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { newClock } from './clock-columns.ts'
import type { ReferralRow } from './referral-store.ts'
import { type ActingIn, type Decided, transit } from './transit.ts'
import { newNumber, writeDraft } from './write-draft.ts'

/** The sender sends on what was declined or returned (改派): a new draft of the chain, with all that was asked for but the target and the consent. */
export const rerouteReferral = tenantProcedure
  .meta({ can: ['reroute', 'Referral'] })
  .input(changeReferralInput)
  .output(reroutedReferral)
  .mutation(({ ctx, input }) => {
    const successorId = v7()
    return transit(ctx, {
      procedure: 'referrals.reroute',
      input,
      may: 'reroute',
      command: { action: 'reroute' },
      also: { successorId },
      writes: decided => [() => draftSuccessor({ ...ctx, actor: ctx.actor }, decided, successorId)],
    })
  })

async function draftSuccessor(
  acting: ActingIn & { actor: TenantActor },
  { row, setting }: Decided,
  id: string,
): Promise<void> {
  const number = await newNumber(acting.tx, acting.actor, acting.now)
  await writeDraft(acting, { ...sameWish(row), id, number, ...newClock('draft', 'draft', setting) })
}

/** How the case is described where no organisation is named, whose register says it. */
function caseOf({ kind, previewKind, previewField, previewStage, previewDivisionCode }: ReferralRow) {
  return KIND_FACTS[kind].namesOrganisation ? {} : { previewKind, previewField, previewStage, previewDivisionCode }
}

/** What a successor takes over from the referral in whose stead it stands. */
function sameWish(row: ReferralRow) {
  const { organisationId, mode, chainId, need, needText, purpose, sections, personal, grantUntil } = row
  const wish = { organisationId, mode, need, needText, purpose, sections, personal, grantUntil }
  return { ...wish, ...caseOf(row), kind: KIND_FACTS[row.kind].successor, chainId, hop: row.hop + 1, parentId: row.id }
}
