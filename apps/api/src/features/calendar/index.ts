export { calendarRouter } from './router.ts'
