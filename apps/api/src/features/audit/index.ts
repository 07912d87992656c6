export { type AuditLine, writeAudit } from './audit-store.ts'
