/** Blind enquiries (匿名问询): several incubators are asked at once, without identity, before one is chosen. Pure; `now` is a value. */
export * from './clock.ts'
export * from './facts.ts'
export * from './identity.ts'
export * from './machine.ts'
export * from './stand-in.ts'
