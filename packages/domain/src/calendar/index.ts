export * from './civil-date.ts'
export * from './clock.ts'
export * from './working-calendar.ts'
export * from './check-list.ts'
