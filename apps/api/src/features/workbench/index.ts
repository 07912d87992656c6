export { workbenchRouter } from './router.ts'
