export { callsRouter, casesRouter, publicNoticesRouter } from './router.ts'
export {
  type CaseKey,
  isCaseInSight,
  lockCase,
  readPlaces,
  readProfileId,
  type WholeCase,
  writeTasks,
} from './case-store.ts'
export { nameOfTask } from './case-words.ts'
export { recordCase } from './record-case.ts'
export { runCaseClock } from './run-clock.ts'
export { casePaperFor } from './papers.ts'
export type { CasePayload } from './record-store.ts'
