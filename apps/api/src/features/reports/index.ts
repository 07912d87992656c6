export { compileFigures } from './compile-figures.ts'
export { clockOf, kindOf, titleOf } from './report-facts.ts'
export {
  insertReportEvent,
  insertReportOutbox,
  isReportInSight,
  type JoinedReport,
  lockReport,
  readReportsDue,
  type ReportPayload,
  writeReport,
} from './report-store.ts'
export { REPORT_FORMATS, reportFileFor } from './report-file.ts'
export { isRoundOpen, openRound, readNetworks } from './round-store.ts'
export { reportsRouter } from './router.ts'
