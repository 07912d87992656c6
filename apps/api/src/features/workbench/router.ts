import { router } from '../../rpc/procedures.ts'
import { readSummary } from './read-summary.ts'

/** The page everyone opens in the morning. */
export const workbenchRouter = router({ summary: readSummary })
