/** The joint meeting (联席会议, B-18): the machine of a meeting and of what is raised for it. Pure; `now` is a value. */
export * from './machine.ts'
