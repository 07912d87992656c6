export { checkItem, itemsFor } from './item-for-service.ts'
export { serviceItemsRouter } from './router.ts'
export type { ItemPayload } from './service-item-store.ts'
