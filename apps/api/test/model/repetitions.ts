/** Whether this is the long run of the night (`npm run nightly`). */
export const isNightly = process.env['FUQIAO_NIGHTLY'] === '1'

/** How often a thing is tried: a little in every test run, thoroughly at night. */
export const times = (each: number, nightly: number): number => (isNightly ? nightly : each)

/**
 * Those whose turn it is today: a third of what tries the tests themselves, another each day, so that three days try all; at night all of them. It is written
 * out which they are: the titles of a run say so.
 */
export const inTurn = <T>(all: readonly T[], day = Math.floor(Date.now() / 86_400_000)): T[] =>
  all.filter((_, index) => isNightly || index % 3 === day % 3)
