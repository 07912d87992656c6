export * from './machine.ts'
export * from './split.ts'
