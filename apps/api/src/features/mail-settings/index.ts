export { mailSettingsRouter } from './router.ts'
