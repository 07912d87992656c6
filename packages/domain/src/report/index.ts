export * from './clock.ts'
export * from './machine.ts'
export * from './rounds.ts'
