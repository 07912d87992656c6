export { connect, isAnswering, roleUrl, type ConnectOptions, type Database } from './connect.ts'
export { migrateDatabase, refreshStatistics } from './migrate.ts'
export { CalendarFileInvalid, loadReferenceData, readBundledCalendar, readWorkingCalendar } from './reference-data.ts'
export {
  asSystem,
  type Entered,
  type EnterOptions,
  SessionNotLive,
  TransactionOver,
  type Tx,
  withSession,
} from './transactions.ts'
export { sendInOrder } from './send-in-order.ts'
export { NoLaneFree } from './lanes.ts'
export { findHoles, type Hole } from './wall-check.ts'
export * as schema from '../schema/index.ts'
