export { readPartnerIncubators } from './partner-store.ts'
export { partnersRouter } from './router.ts'
