export { nextNumber } from './number-store.ts'
export { profileOf } from './profile-of.ts'
export { networkRouter } from './router.ts'
