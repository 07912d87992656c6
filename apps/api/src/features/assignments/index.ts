export { clockOf } from './assignment-facts.ts'
export {
  type AssignmentPayload,
  type AssignmentRow,
  insertAssignmentEvent,
  insertAssignmentOutbox,
  isAssignmentInSight,
  type JoinedAssignment,
  lockAssignment,
  readAssignmentsDue,
  writeAssignment,
} from './assignment-store.ts'
export { issue as issueAssignment } from './issue-assignment.ts'
export { assignmentPaperFor } from './papers.ts'
export { assignmentsRouter } from './router.ts'
