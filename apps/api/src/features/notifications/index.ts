export { countUnread } from './notice-store.ts'
export { notificationsRouter } from './router.ts'
