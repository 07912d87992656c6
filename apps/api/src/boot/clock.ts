import type { Config } from '../config.ts'

/** The one clock. In tests it starts at a given instant and runs on from there. */
export type Clock = {
  now(): Date
  /** Sets it to another instant, from which it runs on; undefined, so that nothing can, unless a test asked for it. */
  move: ((to: Date) => void) | undefined
}

/** The clock of a server; see `Clock`. */
export function openClock({
  isTest,
  testNow,
  isClockMovable,
}: Pick<Config, 'isTest' | 'testNow' | 'isClockMovable'>): Clock {
  let offset = testNow ? testNow.getTime() - Date.now() : 0
  const move = (to: Date) => {
    offset = to.getTime() - Date.now()
  }
  return { now: () => new Date(Date.now() + offset), move: isTest && isClockMovable ? move : undefined }
}
