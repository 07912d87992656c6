import type { EnquiryAnswer, EnquiryState } from './facts.ts'

/** Which incubator goes, who takes its place, and whether as its successor (merged) or as its superior (suspended). */
export type EnquiryStandIn = {
  readonly fromTenantId: string
  readonly toTenantId: string
  readonly basis: 'successor' | 'superior'
}

/** An enquiry that is not settled, of which somebody goes. */
export type EnquiryOfRetiring = {
  readonly state: EnquiryState
  readonly fromTenantId: string
  readonly asked: readonly { readonly id: string; readonly tenantId: string; readonly answer: EnquiryAnswer }[]
  /** Whether the heir has one of the same organisation and need under way itself. */
  readonly hasOwn: boolean
}

/** What becomes of the slot of one of those asked: answered for by the heir, asked of the heir anew, or closed, since nobody can answer there. */
export type SlotPlan = { readonly id: string; readonly becomes: 'carried' | 'askedAnew' | 'closed' }

/** What becomes of the enquiry: taken back in its asker's stead, or gone on with, by the heir where the asker goes. */
export type EnquiryStandInPlan =
  | { readonly becomes: 'withdrawn' }
  | { readonly becomes: 'goesOn'; readonly isAskerReplaced: boolean; readonly slots: readonly SlotPlan[] }

/**
 * The rule of B-08 for what was only asked: a successor stands in the place of whoever it follows, as asker with the organisation and as one of those asked
 * with its answer; a superior is asked anew, and does not choose for an organisation that stays with the suspended one. Nobody answers itself, and
 * nobody twice.
 */
export function planEnquiryStandIn(
  { fromTenantId, asked, hasOwn }: EnquiryOfRetiring,
  { fromTenantId: retiring, toTenantId: heir, basis }: EnquiryStandIn,
): EnquiryStandInPlan {
  const isAskerReplaced = fromTenantId === retiring
  if (isAskerReplaced && (basis === 'superior' || hasOwn)) return { becomes: 'withdrawn' }
  const asker = isAskerReplaced ? heir : fromTenantId
  const isAsked = asked.some(({ tenantId }) => tenantId === heir)
  const slots = asked.flatMap(({ id, tenantId }): SlotPlan[] => {
    if (tenantId === asker) return [{ id, becomes: 'closed' }]
    if (tenantId !== retiring) return []
    if (heir === asker || isAsked) return [{ id, becomes: 'closed' }]
    return [{ id, becomes: basis === 'successor' ? 'carried' : 'askedAnew' }]
  })
  return { becomes: 'goesOn', isAskerReplaced, slots }
}
