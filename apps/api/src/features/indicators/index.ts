export { activitiesRouter, indicatorsRouter } from './router.ts'
