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
export { carryCase } from './carry-case.ts'
export { carryMergedCases, reseatCases } from './carry-merged.ts'
export { nameOfTask } from './case-words.ts'
export { recordCase } from './record-case.ts'
export { runCaseClock } from './run-clock.ts'
export { tellOfCalendar } from './tell-of-calendar.ts'
export { casePaperFor } from './papers.ts'
export { streamArchive, takeArchive } from './take-archive.ts'
export type { CasePayload } from './record-store.ts'
