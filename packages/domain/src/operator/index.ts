export * from './operator.ts'
