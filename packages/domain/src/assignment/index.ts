/** Assignments (督办, B-18): what one incubator gives another to do, their machine and their clock. Pure; `now` is a value. */
export * from './clock.ts'
export * from './machine.ts'
