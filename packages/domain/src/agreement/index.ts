/** Cooperation agreements between incubators (B-20): their machine, their terms, and which referrals one accepts by itself. Pure; `now` is a value. */
export * from './machine.ts'
export * from './standing.ts'
export * from './terms.ts'
