export * from './service-item.ts'
