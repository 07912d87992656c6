export { askedOf, boardOfPlace } from './board.ts'
export { activitiesRouter, indicatorsRouter } from './router.ts'
