import type { Relation } from '@fuqiao/access'
import type { ReferralView } from '@fuqiao/contract'
import { furtherToShare, type ReferralFacts, type ReferralPart } from '@fuqiao/domain/referral'
import type { readConsents, readSupplementSeals, readTimeline } from './detail-store.ts'
import type { ReferralRow } from './referral-store.ts'

type Consent = Awaited<ReturnType<typeof readConsents>>[number]
type Request = NonNullable<ReferralView['request']>
type Sources = {
  /** The latest first. */
  consents: readonly Consent[]
  seals: Awaited<ReturnType<typeof readSupplementSeals>>
  relation: Relation
}

/** What is to go to the target, with the consents to it. What was asked for and not sent is between sender and organisation. */
export function requestView(row: ReferralRow, { consents, seals, relation }: Sources): Request {
  const { purpose, personal, grantUntil } = row
  const own = consents.find(({ informationRound }) => informationRound === null)
  const further = consents.toReversed().flatMap(one => {
    const { id, informationRound: round, sections, personal: isPersonal } = one
    const seal = seals.find(({ consentId }) => consentId === id)
    if (round === null || (relation === 'target' && !seal)) return []
    const supplement = seal ? { digest: seal.digest, sealedAt: seal.sealedAt.toISOString() } : null
    return [
      { ...givenView(one), id, round, sections: sections as Request['sections'], personal: isPersonal, supplement },
    ]
  })
  return {
    ...{ purpose, sections: row.sections as Request['sections'], personal, grantUntil },
    consent: own ? givenView(own) : null,
    further,
  }
}

/** Of the open question: whether the organisation was asked for more, which is all that the target learns of it, and for the sender what it could be asked for. */
export function questionView(
  row: ReferralRow,
  parts: ReadonlySet<ReferralPart>,
  timeline: Awaited<ReturnType<typeof readTimeline>>,
): Pick<ReferralView['course'], 'isFurtherAsked' | 'further'> {
  if (row.state !== 'informationRequested' || !parts.has('questions')) return { isFurtherAsked: false, further: null }
  const last = timeline.findLast(({ action }) => action === 'requestInformation' || action === 'requestFurtherConsent')
  const further = furtherToShare({
    askedSection: row.askedSection as ReferralFacts['askedSection'],
    request: { sections: row.sections as ReferralFacts['request']['sections'], personal: row.personal },
  })
  return {
    isFurtherAsked: last?.action === 'requestFurtherConsent',
    further: parts.has('workings') ? further : null,
  }
}

function givenView(consent: Consent) {
  const { state, method, signatory, reason, attachmentId, until, askedAt, answeredAt } = consent
  return {
    ...{ state, method, signatory, reason, attachmentId, until },
    askedAt: askedAt.toISOString(),
    answeredAt: answeredAt?.toISOString() ?? null,
  }
}
