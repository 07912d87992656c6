/** Whether this is the long run of the night (`npm run nightly`). */
export const isNightly = process.env['FUQIAO_NIGHTLY'] === '1'

/** How often a thing is tried: a little in every test run, thoroughly at night. */
export const times = (each: number, nightly: number): number => (isNightly ? nightly : each)
