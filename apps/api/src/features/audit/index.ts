export { type AuditLine, writeAudit, writeClockAudit } from './audit-store.ts'
