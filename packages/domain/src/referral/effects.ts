import type { ReferralFacts } from './facts.ts'
import { KIND_FACTS } from './kinds.ts'
import type { ClockAction, ReferralAction, ReferralState } from './states.ts'
import { reachesTarget } from './transitions.ts'

/** What a transition brings about besides the state, for the caller to write in the same transaction. */
export type ReferralEffect =
  /** Direction and the lowest common superior's desk are computed from the tree and kept. */
  | 'freezeDirection'
  /** The consented sections as they are now, immutable, with their digest. */
  | 'sealSnapshot'
  /** The consent is signed. */
  | 'recordConsent'
  /** The consent to more than was shared is signed. */
  | 'recordFurtherConsent'
  /** A consent to more that was asked or signed for a question that is over serves no longer. */
  | 'setAsideFurtherConsent'
  /** What was consented to beside is sealed as it is now, with a digest of its own, and belongs to what goes to the target. */
  | 'sealSupplement'
  /** A consent that was asked or signed serves no longer; sending anew asks anew. */
  | 'setAsideConsent'
  /** The target reads the consented sections until the consented end. */
  | 'openGrant'
  /** The target is the organisation's custodian from here on. */
  | 'moveCustody'
  /** The target's sight ends. */
  | 'endGrant'
  /** Of this referral and of those that hang on it, every sight ends; the consent is revoked. */
  | 'revokeConsent'
  /** The target reads the consented sections again, until the day that was named. */
  | 'reopenGrant'
  /** The organisation is in the sender's custody again. */
  | 'returnCustody'
  /** Another referral of the chain is drafted in this one's stead, with what this one asked for. */
  | 'draftSuccessor'
  /** The draft is removed; it has never left its sender. */
  | 'removeDraft'

const simpleEffects: Partial<Record<ReferralAction | ClockAction, readonly ReferralEffect[]>> = {
  signConsent: ['recordConsent'],
  signFurtherConsent: ['recordFurtherConsent'],
  refuseFurtherConsent: ['setAsideFurtherConsent'],
  lapseInformation: ['setAsideFurtherConsent'],
  withdraw: ['setAsideConsent'],
  confirmVoid: ['setAsideConsent'],
  revokeConsent: ['revokeConsent'],
  reopen: ['reopenGrant'],
  reroute: ['draftSuccessor'],
  assign: ['draftSuccessor'],
}

/** Effects that there are only where an organisation is named. */
const OF_DOSSIER: ReadonlySet<ReferralEffect> = new Set([
  'sealSnapshot',
  'recordConsent',
  'recordFurtherConsent',
  'setAsideFurtherConsent',
  'sealSupplement',
  'setAsideConsent',
  'openGrant',
  'moveCustody',
  'endGrant',
  'revokeConsent',
  'reopenGrant',
  'returnCustody',
])

/** The effects of a permitted action. Nothing of a dossier moves where none is named. */
export function effectsOf(
  action: ReferralAction | ClockAction,
  facts: ReferralFacts,
  next: ReferralState | null,
): readonly ReferralEffect[] {
  const effects = allEffectsOf(action, facts, next)
  return KIND_FACTS[facts.kind].namesOrganisation ? effects : effects.filter(effect => !OF_DOSSIER.has(effect))
}

function allEffectsOf(
  action: ReferralAction | ClockAction,
  facts: ReferralFacts,
  next: ReferralState | null,
): readonly ReferralEffect[] {
  if (next === null) return ['removeDraft']
  const effects: ReferralEffect[] = [...(simpleEffects[action] ?? [])]
  const isHandOver = facts.mode === 'handOver'
  if (action === 'answerInformation') effects.push(...effectsOfAnswer(facts))
  if (action === 'refuseConsent' || action === 'lapseConsent' || action === 'sendBack') effects.push('setAsideConsent')
  if (reachesTarget(facts.state, next)) effects.push('freezeDirection', 'sealSnapshot')
  if (action === 'accept') effects.push('openGrant', ...(isHandOver ? (['moveCustody'] as const) : []))
  if (next !== facts.state && (next === 'closed' || next === 'returned')) effects.push('endGrant')
  if (action === 'acceptReturn' && isHandOver) effects.push('returnCustody')
  return effects
}

/** What was signed beside the consent goes with the answer; in words alone, what the organisation has not answered is asked of it no longer. */
function effectsOfAnswer({ furtherConsent }: ReferralFacts): readonly ReferralEffect[] {
  if (furtherConsent?.state === 'signed') return ['sealSupplement']
  return furtherConsent?.state === 'asked' ? ['setAsideFurtherConsent'] : []
}
