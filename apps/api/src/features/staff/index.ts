export { staffRouter } from './router.ts'
