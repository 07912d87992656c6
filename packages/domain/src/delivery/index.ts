export * from './retry.ts'
export * from './digest.ts'
