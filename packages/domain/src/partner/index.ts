export * from './partnership.ts'
