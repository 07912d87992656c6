const hoursAhead = 8

/** An instant as the clock on the wall showed it in China, to the minute. */
export function localMinuteOf(at: Date): string {
  return new Date(at.getTime() + hoursAhead * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
}
