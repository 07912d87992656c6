export { jointPaperFor } from './joint-papers.ts'
export { isMeetingInSight, type MeetingPayload } from './meeting-store.ts'
export { meetingsRouter } from './router.ts'
