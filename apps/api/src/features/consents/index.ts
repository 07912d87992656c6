export { consentsRouter } from './router.ts'
