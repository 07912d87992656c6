export * from './direction.ts'
export * from './scope-key.ts'
