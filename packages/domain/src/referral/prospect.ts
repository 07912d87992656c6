import type { DossierSection } from '../profile/vocabulary.ts'
import type { ReferralFacts, Setting } from './facts.ts'
import { decide, decideCreation } from './machine.ts'
import { refusal } from './refusals.ts'
import type { ReferralRefusal } from './refusals.ts'

/** A referral that nobody has begun yet, with all that its draft would be judged on. */
export type Prospect = Pick<ReferralFacts, 'mode' | 'hop' | 'senderTenantId' | 'targetTenantId' | 'world'> & {
  readonly request: Omit<ReferralFacts['request'], 'isDescribed'>
  /** The organisation came to the sender from a partner network, under a referral that runs. */
  readonly cameFromPartner: boolean
  /** Sections of the organisation's dossier in which something is written. */
  readonly filledSections: readonly DossierSection[]
}

/** Chosen sections in which nothing is written: consented to, they would show the target nothing. */
export function emptySections({ request, filledSections }: Prospect): DossierSection[] {
  return request.sections.filter(section => !filledSections.includes(section))
}

/**
 * Why a referral could not be begun and the organisation then asked for its consent; null when nothing stands against it. The machine's own answers,
 * in its order: what it allows here it allows to the draft that is begun the next moment. A draft by hand may still be filled in; one of many is not
 * looked at again, so that it must have something to show.
 */
export function refusalOfProspect(prospect: Prospect, setting: Setting): ReferralRefusal | null {
  const { mode, world, cameFromPartner } = prospect
  const { senderHoldsCustody, senderHoldsGrant } = world
  const begun = decideCreation({ mode, senderHoldsCustody, senderHoldsGrant, cameFromPartner }, setting.viewer)
  if (!begun.ok) return begun.refusal
  const asked = decide(draftOf(prospect), { action: 'requestConsent', expectedVersion: 1 }, setting)
  if (!asked.ok) return asked.refusal
  return emptySections(prospect).length === prospect.request.sections.length
    ? refusal('REFERRAL_SECTIONS_UNWRITTEN')
    : null
}

/** The draft as it would be begun. */
function draftOf({ mode, hop, senderTenantId, targetTenantId, request, world }: Prospect): ReferralFacts {
  return {
    ...{ state: 'draft', version: 1, kind: 'refer', mode, hop, senderTenantId, targetTenantId, world },
    request: { ...request, isDescribed: false },
    consent: null,
    askedSection: null,
    furtherConsent: null,
    confirmed: { sender: false, organisation: false },
    clock: null,
    escalationLevel: 0,
    holder: 'sender',
    expiresAt: null,
    stood: null,
    history: {
      wasAccepted: false,
      informationRounds: 0,
      waitlistedAt: null,
      dispatchedAt: null,
      objectedAt: null,
      plannedEndOn: null,
      stateBeforeReturn: null,
      closedAt: null,
      voidProposedByPersonId: null,
      isSettled: false,
    },
  }
}
