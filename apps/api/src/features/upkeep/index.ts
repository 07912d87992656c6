export { mayChange, placeFor } from './standing.ts'
export { upkeepRouter } from './router.ts'
export { countAtWork, readUpkeepPiece, type UpkeepRow } from './upkeep-store.ts'
export { findingsOf as upkeepFindingsOf } from './upkeep-view.ts'
