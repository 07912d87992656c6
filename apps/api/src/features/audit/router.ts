import { router } from '../../rpc/procedures.ts'
import { exportAudit } from './export-audit.ts'
import { list } from './list-audit.ts'

export const auditRouter = router({ list, export: exportAudit })
