export { profileOf } from './profile-of.ts'
export { networkRouter } from './router.ts'
