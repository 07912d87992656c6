export { profileOf } from './profile-of.ts'
