import type { Can } from './can.ts'

const look = ['read', 'list'] as const

/** What the operational work of a tenant is read with: assignments and targets around it, and of the joint meeting what concerns it. */
export function readSupervision(can: Can) {
  can(look, 'Assignment', ['own', 'sender', 'target', 'superior'])
  can(look, 'TargetShare', ['own', 'sender', 'target', 'superior'])
  can(look, 'JointMeeting', ['own', 'target'])
  can(look, 'JointSeat', ['own'])
  can(look, 'JointAgendaItem', ['own', 'superior'])
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
}

/** Sits in the joint meeting (B-18): its figures across the tiers, what it speaks of and what it resolves. */
export function sitInJointMeeting(can: Can) {
  can(['read', 'export'], 'JointDashboard', ['network'])
  can(look, 'JointMeeting', ['self'])
  can(look, 'JointSeat', ['self'])
  can(look, 'JointAgendaItem', ['self'])
}
