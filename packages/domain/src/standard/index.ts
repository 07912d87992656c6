export * from './machine.ts'
export * from './acknowledging.ts'
