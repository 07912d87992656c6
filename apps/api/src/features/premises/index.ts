export { premisesRouter } from './router.ts'
