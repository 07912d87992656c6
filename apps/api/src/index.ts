export { buildApp, type AppOptions } from './app.ts'
export type { Deps } from './deps.ts'
