import { STATE_FACTS } from './states.ts'
import type { ReferralState, StateFacts } from './states.ts'

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
  /** That it came to an end, in words that blame nobody. */
  | 'neutralWords'
  /** The sender's choice of target, its reasons, and the chain before. */
  | 'workings'

type Stretch = StateFacts['stretch']

const SENDER = ['count', 'number', 'dates', 'route', 'clock', 'preview', 'identity', 'consent', 'workings'] as const
const PREVIEW = ['count', 'number', 'dates', 'route', 'clock', 'preview'] as const
const TARGET = [...PREVIEW, 'identity', 'consent', 'sections', 'milestones', 'progress'] as const
const ORGANISATION = ['number', 'route', 'identity', 'consent'] as const
const TRACKED = [...ORGANISATION, 'dates', 'clock', 'milestones', 'progress', 'accessLog'] as const

const COUNT: Record<Stretch, readonly ReferralPart[]> = {
  beforeSubmission: ['count'],
  undecided: ['count'],
  running: ['count'],
  reported: ['count'],
  closed: ['count'],
  ended: ['count'],
}

const AGGREGATE: Record<Stretch, readonly ReferralPart[]> = {
  beforeSubmission: [],
  undecided: ['aggregate'],
  running: ['aggregate'],
  reported: ['aggregate'],
  closed: ['aggregate'],
  ended: ['aggregate'],
}

const NOTHING: Record<Stretch, readonly ReferralPart[]> = {
  beforeSubmission: [],
  undecided: [],
  running: [],
  reported: [],
  closed: [],
  ended: [],
}

/** Who sees what, by stretch of the path: the one table behind every view, list, export and live event. */
export const VISIBILITY: Readonly<Record<ReferralOnlooker, Readonly<Record<Stretch, readonly ReferralPart[]>>>> = {
  sender: {
    beforeSubmission: [...SENDER, 'sections'],
    undecided: [...SENDER, 'sections', 'milestones'],
    running: [...SENDER, 'milestones', 'progress'],
    reported: [...SENDER, 'milestones', 'progress', 'outcomeCode', 'outcome'],
    closed: [...SENDER, 'milestones', 'progress', 'outcomeCode', 'outcome'],
    ended: [...SENDER, 'milestones', 'reason', 'reasonCode'],
  },
  target: {
    beforeSubmission: [],
    undecided: PREVIEW,
    running: TARGET,
    reported: [...TARGET, 'outcomeCode', 'outcome'],
    closed: [...PREVIEW, 'identity', 'consent', 'milestones', 'progress', 'outcomeCode', 'outcome'],
    ended: ['count', 'number', 'dates', 'route', 'reason', 'reasonCode'],
  },
  commonSuperior: {
    beforeSubmission: ['count'],
    undecided: PREVIEW,
    running: ['count', 'number', 'dates', 'route', 'clock', 'milestones'],
    reported: ['count', 'number', 'dates', 'route', 'clock', 'milestones', 'outcomeCode'],
    closed: ['count', 'number', 'dates', 'route', 'milestones', 'outcomeCode'],
    ended: ['count', 'number', 'dates', 'route', 'reasonCode'],
  },
  otherSuperior: COUNT,
  jointMeeting: AGGREGATE,
  organisation: {
    beforeSubmission: [...ORGANISATION, 'clock'],
    undecided: [...ORGANISATION, 'dates', 'clock'],
    running: TRACKED,
    reported: [...TRACKED, 'outcomeCode', 'outcome'],
    closed: [...TRACKED, 'outcomeCode', 'outcome'],
    ended: [...ORGANISATION, 'dates', 'neutralWords'],
  },
  other: NOTHING,
}

/**
 * The parts of a referral that somebody sees. A draft is nobody's but the sender's. What ended before it was ever
 * submitted (`wasSubmitted` false) never reached the target and shows it nothing.
 */
export function visibleParts(
  referral: { readonly state: ReferralState; readonly wasSubmitted: boolean },
  onlooker: ReferralOnlooker,
): readonly ReferralPart[] {
  if (referral.state === 'draft' && onlooker === 'organisation') return []
  const { stretch } = STATE_FACTS[referral.state]
  const reached = referral.wasSubmitted || stretch !== 'ended' || onlooker === 'sender' || onlooker === 'organisation'
  return VISIBILITY[onlooker][reached ? stretch : 'beforeSubmission']
}

/** Whether somebody sees one part of a referral. */
export function sees(
  referral: { readonly state: ReferralState; readonly wasSubmitted: boolean },
  onlooker: ReferralOnlooker,
  part: ReferralPart,
): boolean {
  return visibleParts(referral, onlooker).includes(part)
}
