import { router } from '../../rpc/procedures.ts'
import { acceptReport, closeReport, excuseReport, sendReportBack, submitReport } from './change-report.ts'
import { drawReportSample, findReportSample } from './check-evidence.ts'
import { exportReports } from './export-reports.ts'
import { getReport } from './get-report.ts'
import { listReports } from './read-reports.ts'
import { restateReport } from './restate-figure.ts'
import { compileReport, saveReport } from './write-report.ts'

/** What incubators report to those above: compiled from rows, returned or accepted, rolled up (Z-18, L-17). */
export const reportsRouter = router({
  list: listReports,
  get: getReport,
  exportFile: exportReports,
  compile: compileReport,
  save: saveReport,
  submit: submitReport,
  close: closeReport,
  accept: acceptReport,
  sendBack: sendReportBack,
  excuse: excuseReport,
  draw: drawReportSample,
  find: findReportSample,
  restate: restateReport,
})
