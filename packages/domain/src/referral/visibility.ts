import { KIND_FACTS } from './kinds.ts'
import type { ReferralKind } from './kinds.ts'
import { STATE_FACTS, STRETCHES } from './states.ts'
import type { Holder, ReferralState, Stretch } from './states.ts'

/** How somebody stands to a referral that they look at. */
export const REFERRAL_ONLOOKERS = [
  'sender',
  'target',
  'organisation',
  'commonSuperior',
  'otherSuperior',
  'jointMeeting',
  'other',
] as const
export type ReferralOnlooker = (typeof REFERRAL_ONLOOKERS)[number]

/** A part of a referral that a view is made of. */
export type ReferralPart =
  /** Counts as one in a figure. */
  | 'count'
  /** Counts as one in a figure whose small cells are hidden. */
  | 'aggregate'
  | 'number'
  /** When it was submitted, received, decided, ended. */
  | 'dates'
  /** From whom, to whom, direction, mode, state. */
  | 'route'
  /** Whose turn it is, and the due instant. */
  | 'clock'
  /** The profile's preview fields: kind, field, stage, need, area. */
  | 'preview'
  /** Who the organisation is. */
  | 'identity'
  /** What would be or was shared, with whom, why, until when. */
  | 'consent'
  /** The snapshot and, while the grant lives, the consented sections. */
  | 'sections'
  /** Who of the target looked at the dossier. */
  | 'accessLog'
  /** Acknowledged, accepted, begun, last progress: the steps with their dates and names. */
  | 'milestones'
  /** The progress notes. */
  | 'progress'
  | 'outcomeCode'
  /** The services delivered, in words. */
  | 'outcome'
  /** Why it was declined or withdrawn, in full. */
  | 'reason'
  | 'reasonCode'
  /** What the target asked of the sender before it decided, and the answers. */
  | 'questions'
  /** What one side holds against the report, and the ruling. */
  | 'dispute'
  /** That it came to an end, in words that blame nobody. */
  | 'neutralWords'
  /** The sender's choice of target, its reasons, and the chain before. */
  | 'workings'

const SENDER = ['count', 'number', 'dates', 'route', 'clock', 'preview', 'identity', 'consent', 'workings'] as const
const PREVIEW = ['count', 'number', 'dates', 'route', 'clock', 'preview'] as const
const TARGET = [...PREVIEW, 'identity', 'consent', 'sections', 'milestones', 'progress'] as const
const ORGANISATION = ['number', 'route', 'identity', 'consent'] as const
const TRACKED = [...ORGANISATION, 'dates', 'clock', 'milestones', 'progress', 'accessLog'] as const

type ByStretch = Readonly<Record<Stretch, readonly ReferralPart[]>>

const everywhere = (parts: readonly ReferralPart[], over: Partial<ByStretch> = {}): ByStretch => ({
  ...(Object.fromEntries(STRETCHES.map(stretch => [stretch, parts])) as ByStretch),
  ...over,
})

/** Who sees what, by stretch of the path: the one table behind every view, list, export and live event. */
export const VISIBILITY: Readonly<Record<ReferralOnlooker, ByStretch>> = {
  sender: {
    beforeSubmission: [...SENDER, 'sections'],
    undecided: [...SENDER, 'sections', 'milestones', 'questions'],
    running: [...SENDER, 'milestones', 'questions', 'progress', 'dispute'],
    reported: [...SENDER, 'milestones', 'questions', 'progress', 'outcomeCode', 'outcome', 'dispute'],
    disputed: [...SENDER, 'milestones', 'questions', 'progress', 'outcomeCode', 'outcome', 'dispute'],
    closed: [...SENDER, 'milestones', 'questions', 'progress', 'outcomeCode', 'outcome', 'dispute'],
    ended: [...SENDER, 'milestones', 'questions', 'reason', 'reasonCode'],
    atDesk: [...SENDER, 'milestones', 'questions', 'reason', 'reasonCode'],
    voided: ['number', 'dates', 'route', 'identity', 'reason'],
  },
  target: {
    beforeSubmission: [],
    undecided: [...PREVIEW, 'questions'],
    running: [...TARGET, 'questions', 'dispute'],
    reported: [...TARGET, 'questions', 'outcomeCode', 'outcome', 'dispute'],
    disputed: [...TARGET, 'questions', 'outcomeCode', 'outcome', 'dispute'],
    closed: [
      ...PREVIEW,
      'identity',
      'consent',
      'milestones',
      'questions',
      'progress',
      'outcomeCode',
      'outcome',
      'dispute',
    ],
    ended: ['count', 'number', 'dates', 'route', 'reason', 'reasonCode'],
    atDesk: ['count', 'number', 'dates', 'route', 'reason', 'reasonCode'],
    voided: [],
  },
  commonSuperior: {
    beforeSubmission: ['count'],
    undecided: PREVIEW,
    running: ['count', 'number', 'dates', 'route', 'clock', 'milestones', 'dispute'],
    reported: ['count', 'number', 'dates', 'route', 'clock', 'milestones', 'outcomeCode', 'dispute'],
    disputed: [...PREVIEW, 'milestones', 'progress', 'outcomeCode', 'outcome', 'dispute'],
    closed: ['count', 'number', 'dates', 'route', 'milestones', 'outcomeCode', 'dispute'],
    ended: ['count', 'number', 'dates', 'route', 'reasonCode'],
    atDesk: [...PREVIEW, 'reasonCode'],
    voided: [],
  },
  otherSuperior: everywhere(['count'], { voided: [] }),
  jointMeeting: everywhere(['aggregate'], { beforeSubmission: [], voided: [] }),
  organisation: {
    beforeSubmission: [...ORGANISATION, 'clock'],
    undecided: [...ORGANISATION, 'dates', 'clock', 'questions'],
    running: [...TRACKED, 'questions', 'dispute'],
    reported: [...TRACKED, 'questions', 'outcomeCode', 'outcome', 'dispute'],
    disputed: [...TRACKED, 'questions', 'outcomeCode', 'outcome', 'dispute'],
    closed: [...TRACKED, 'questions', 'outcomeCode', 'outcome', 'dispute'],
    ended: [...ORGANISATION, 'dates', 'neutralWords'],
    atDesk: [...ORGANISATION, 'dates', 'clock', 'neutralWords'],
    voided: ['number', 'route', 'neutralWords'],
  },
  other: everywhere([]),
}

/** Parts that speak of an organisation: nobody sees them of what names none. */
const OF_ORGANISATION: ReadonlySet<ReferralPart> = new Set(['identity', 'consent', 'sections', 'accessLog'])

/** A referral as far as it decides what is seen of it. */
export type Seen = {
  /** Left out: one that concerns an organisation. */
  readonly kind?: ReferralKind
  readonly state: ReferralState
  readonly wasSubmitted: boolean
  /** The target served the organisation before the consent was revoked: its own records stay, marked. */
  readonly wasAccepted?: boolean
  readonly holder?: Holder | null
}

/** The stretch by which a referral is seen: a decline that the superior has to act on is seen as what expired; served and revoked as what is closed. */
function stretchOf({ state, wasAccepted = false, holder = null }: Seen): Stretch {
  if (state === 'declined' && holder === 'desk') return 'atDesk'
  if (state === 'consentRevoked' && wasAccepted) return 'closed'
  return STATE_FACTS[state].stretch
}

/**
 * The parts of a referral that somebody sees. A draft is nobody's but the sender's. What ended before it was ever
 * submitted (`wasSubmitted` false) never reached the target and shows it nothing. Where no organisation is named, none is a party.
 */
export function visibleParts(referral: Seen, onlooker: ReferralOnlooker): readonly ReferralPart[] {
  if (referral.state === 'draft' && onlooker === 'organisation') return []
  const stretch = stretchOf(referral)
  const reached = referral.wasSubmitted || stretch !== 'ended' || onlooker === 'sender' || onlooker === 'organisation'
  const parts = VISIBILITY[onlooker][reached ? stretch : 'beforeSubmission']
  if (KIND_FACTS[referral.kind ?? 'refer'].namesOrganisation) return parts
  return onlooker === 'organisation' ? [] : parts.filter(part => !OF_ORGANISATION.has(part))
}

/** Whether somebody sees one part of a referral. */
export function sees(referral: Seen, onlooker: ReferralOnlooker, part: ReferralPart): boolean {
  return visibleParts(referral, onlooker).includes(part)
}
