import type { Can } from './can.ts'

const look = ['read', 'list'] as const
/** Whoever makes a report, the incubator directly above, and those above that. */
const aroundReport = ['own', 'desk', 'superior'] as const

/** What the operational work of a tenant is read with: assignments and targets around it, and of the joint meeting what concerns it. */
export function readSupervision(can: Can) {
  can(look, 'Assignment', ['own', 'sender', 'target', 'superior'])
  can(look, 'TargetShare', ['own', 'sender', 'target', 'superior'])
  can(look, 'JointMeeting', ['own', 'target'])
  can(look, 'JointSeat', ['own'])
  can(look, 'JointAgendaItem', ['own', 'superior'])
  can(look, 'Report', aroundReport)
  can(['read'], 'ReportDraft', ['own'])
}

/** A director gives those below something to do and splits what is to be reached among them, answers those above, and raises items for the joint meeting; at the top of a network leads it (B-18). */
export function supervise(can: Can) {
  can(['issue', 'confirm', 'sendBack', 'withdraw'], 'Assignment', ['own', 'sender'])
  can(['acknowledge', 'report'], 'Assignment', ['own', 'target'])
  can(['set'], 'TargetShare', ['own'])
  can(['propose', 'withdraw'], 'TargetShare', ['sender'])
  can(['counter'], 'TargetShare', ['target'])
  can(['agree', 'sign'], 'TargetShare', ['sender', 'target'])
  can(['raise'], 'JointAgendaItem', ['own'])
  can(['settle'], 'JointAgendaItem', ['own', 'superior'], { only: 'root' })
  can(['keep'], 'JointSeat', ['own'], { only: 'root' })
  can(['plan', 'lead'], 'JointMeeting', ['own'], { only: 'root' })
  can(['submit', 'restate'], 'Report', ['own'])
  can(['close'], 'Report', ['own'], { only: 'root' })
  can(['accept', 'sendBack', 'excuse', 'check'], 'Report', ['desk'])
}

/** Officers take reports away as files. */
export function exportReports(can: Can) {
  can(['export'], 'Report', aroundReport)
}

/** Whoever keeps the records writes the report: its figures are compiled, its words are theirs (Z-18, L-17). */
export function writeReports(can: Can) {
  can(['write'], 'ReportDraft', ['own'])
}

/** Sits in the joint meeting (B-18): its figures across the tiers, what it speaks of and what it resolves. */
export function sitInJointMeeting(can: Can) {
  can(['read', 'export'], 'JointDashboard', ['network'])
  can(look, 'JointMeeting', ['self'])
  can(look, 'JointSeat', ['self'])
  can(look, 'JointAgendaItem', ['self'])
}
