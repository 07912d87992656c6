export { targetsRouter } from './router.ts'
export { isShareInSight, type TargetPayload } from './target-store.ts'
