export { savedViewsRouter } from './router.ts'
