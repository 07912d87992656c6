export * from './candidates.ts'
export * from './lot.ts'
export * from './result.ts'
export * from './states.ts'
