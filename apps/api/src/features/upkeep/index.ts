export { mayChange, placeFor } from './standing.ts'
export { upkeepRouter } from './router.ts'
