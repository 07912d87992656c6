import type { CivilDate } from '@fuqiao/domain/calendar'
import {
  type ClockAction,
  type ReferralCommandBody,
  type ReferralFacts,
  type Setting,
  type Viewer,
  clocksAfter,
  decide,
  isOpen,
} from '@fuqiao/domain/referral'
import type { Player } from './city.ts'
import { type Model, type Modelled, type Verdict, isWithin, liveGrants, nobody, viewerOf, visited } from './model.ts'

/** Whether the target keeps, itself or below it, the organisation that looks like the one referred. */
function looksLikeAnother({ areTwins, custodians: [, twin], above }: Model, { organisation, to }: Modelled): boolean {
  return areTwins && organisation === 0 && to !== null && twin !== undefined && isWithin({ above }, twin, to)
}

/** What a referral asks for, as far as it is written. */
export function requestOf({ wish, otherReason }: Modelled): ReferralFacts['request'] {
  return {
    need: wish?.need ?? null,
    question: wish === null ? '' : '如何申请',
    isDescribed: wish !== null,
    purpose: wish?.purpose ?? '',
    sections: (wish?.sections ?? []) as ReferralFacts['request']['sections'],
    personal: wish?.personal ?? false,
    grantUntil: wish?.grantUntil ?? null,
    suggestionTaken: false,
    otherTargetReason: otherReason,
  }
}

/** The facts that the machine is asked about. */
export function factsOf(model: Model, referral: Modelled): ReferralFacts {
  const { organisation, from, to, consent, id } = referral
  const others = model.referrals.filter(
    other =>
      other.organisation === organisation &&
      organisation !== nobody &&
      other.id !== id &&
      !other.isGone &&
      other.submittedAt !== null,
  )
  const open = others.filter(({ state }) => isOpen(state))
  const before = visited(model, referral)
  return {
    ...referral,
    senderTenantId: model.ids[from],
    targetTenantId: to === null ? null : model.ids[to],
    request: requestOf(referral),
    consent: consent && {
      targetTenantId: model.ids[consent.to],
      sections: consent.sections as ReferralFacts['request']['sections'],
      personal: consent.personal,
      method: 'account',
      signedAt: consent.signedAt,
      until: consent.until,
      revokedAt: null,
    },
    world: {
      senderHoldsCustody: model.custodians[organisation] === from,
      targetHoldsCustody: to !== null && model.custodians[organisation] === to,
      senderHoldsGrant: liveGrants(model, from, organisation).length > 0,
      senderIsSuperiorOfChain: before.every(place => isWithin(model, place, from)),
      chainTenantIds: before.map(place => model.ids[place]),
      otherHandOverOpen: open.some(({ mode }) => mode === 'handOver'),
      openWithTarget: open.some(other => other.to !== null && other.to === to),
      targetTakesReferrals: to !== null,
      failedBefore: model.referrals.filter(
        other =>
          other.chain === referral.chain &&
          other.hop < referral.hop &&
          (other.state === 'declined' || other.state === 'expired'),
      ).length,
      possibleDuplicates: looksLikeAnother(model, referral) ? 1 : 0,
    },
  }
}

export const settingOf = (model: Model, viewer: Viewer): Setting => ({ ...model.reckoning, viewer, now: model.now })

/** Asks the machine. */
export function judge(
  model: Model,
  referral: Modelled,
  { command, player, version }: { command: ReferralCommandBody; player: Player; version: number },
): Verdict {
  const setting = settingOf(model, viewerOf(player, referral))
  const decision = decide(factsOf(model, referral), { ...command, expectedVersion: version }, setting)
  if (!decision.ok) return refusedBy(decision.refusal)
  const clocks = clocksAfter(decision, setting, { before: referral, plannedEndOn: plannedEnd(referral, command) })
  return clocks.ok ? { ok: true, decision } : { ok: false, code: 'CALENDAR_NOT_LOADED' }
}

function refusedBy({ code, params }: { code: string; params: Record<string, unknown> }): Verdict {
  if (code === 'REFERRAL_NOT_YOUR_PART' || code === 'REFERRAL_ROLE_MISSING') return { ok: false, code: 'NOT_ALLOWED' }
  return { ok: false, code: code === 'REFERRAL_VERSION_CONFLICT' ? 'VERSION_CONFLICT' : code, params }
}

/** The planned end as a command leaves it. */
export function plannedEnd(
  referral: Modelled,
  command: ReferralCommandBody | { action: ClockAction },
): CivilDate | null {
  if (command.action === 'accept')
    return command.plannedEndOn ?? (referral.organisation === nobody ? null : (referral.wish?.grantUntil ?? null))
  return command.action === 'reopen' ? command.grantUntil : referral.history.plannedEndOn
}
