export { filingsRouter } from './router.ts'
export { type FilingPayload, isFilingInSight } from './filing-store.ts'
