export { type AuditLine, countAudit, writeAudit, writeClockAudit } from './audit-store.ts'
export { auditRouter } from './router.ts'
