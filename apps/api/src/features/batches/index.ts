export { batchesRouter } from './router.ts'
