import type { Relation } from '@fuqiao/access'
import type { ReferralView } from '@fuqiao/contract'
import type { ReferralPart } from '@fuqiao/domain/referral'
import type { readChain, readTimeline } from './detail-store.ts'
import type { ReferralRow } from './referral-store.ts'

type Line = Awaited<ReturnType<typeof readTimeline>>[number]
type View = ReferralView['timeline'][number]
type Onlooker = {
  row: ReferralRow
  parts: ReadonlySet<ReferralPart>
  relation: Relation
  /** Whether the onlooker knows whom it is about: who acts for the organisation may well bear its name. */
  knowsOrganisation: boolean
}

/** The part of a referral that a line's words belong to; lines of other actions have words for everyone in their audience. */
const partOfNote: Partial<Record<string, ReferralPart>> = {
  decline: 'reason',
  withdraw: 'reason',
  begin: 'progress',
  progress: 'progress',
  hold: 'progress',
  requestReturn: 'progress',
  refuseReturn: 'progress',
  reopen: 'progress',
  requestInformation: 'questions',
  answerInformation: 'questions',
  reportFailure: 'outcome',
  dispute: 'dispute',
  rule: 'dispute',
  // An organisation's reason for taking its consent back is not the target's to read.
  revokeConsent: 'workings',
}
/** The part that a line's codes belong to. */
const partOfData: Partial<Record<string, ReferralPart>> = {
  decline: 'reasonCode',
  reportOutcome: 'outcomeCode',
  accept: 'milestones',
  begin: 'milestones',
  requestInformation: 'questions',
  reportFailure: 'outcomeCode',
  rule: 'dispute',
}

/** The timeline with what of each line the viewer may read. */
export function timelineView(lines: readonly Line[], onlooker: Onlooker): ReferralView['timeline'] {
  return lines.map(line => {
    const by = sideOf(line, onlooker.row)
    const mayName =
      by === onlooker.relation ||
      (onlooker.parts.has('milestones') && (by !== 'organisation' || onlooker.knowsOrganisation))
    return {
      seq: line.seq,
      at: line.at.toISOString(),
      action: line.action as View['action'],
      fromState: line.fromState as View['fromState'],
      toState: line.toState as View['toState'],
      by,
      byName: mayName ? line.actorName : '',
      note: sees(onlooker, partOfNote[line.action]) ? line.note : '',
      data: sees(onlooker, partOfData[line.action]) ? (line.data as View['data']) : {},
    }
  })
}

function sees({ parts }: Onlooker, part: ReferralPart | undefined): boolean {
  return part === undefined || parts.has(part)
}

function sideOf(line: Line, row: ReferralRow): View['by'] {
  if (line.action === 'standIn') return 'network'
  if (line.actorOrganisationId !== null) return 'organisation'
  if (line.actorTenantId === null) return 'clock'
  if (line.actorTenantId === row.fromTenantId) return 'sender'
  if (line.actorTenantId === row.toTenantId) return 'target'
  return line.actorTenantId === row.deskTenantId ? 'desk' : 'network'
}

/** The chain as one line. Drafts of others are not in it, for they are in nobody else's sight. */
export function chainView(links: Awaited<ReturnType<typeof readChain>>, thisId: string): ReferralView['chain'] {
  return links.map(link => ({ ...link, isThis: link.id === thisId }))
}
