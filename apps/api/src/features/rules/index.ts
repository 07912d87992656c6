export { effectsOf, findingsOf } from './case-effects.ts'
export { moveOneCase } from './move-one-case.ts'
export { rulesRouter } from './router.ts'
export { rosterEffectsOf, touchesRosters } from './roster-effects.ts'
