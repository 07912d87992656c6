const hoursAhead = 8

/** An instant as the clock on the wall showed it in China, to the minute. */
export function localMinuteOf(at: Date | string): string {
  return new Date(new Date(at).getTime() + hoursAhead * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
}

/** The day an instant falls on in China; no words for none. */
export function localDayOf(at: Date | string | null): string {
  return at === null ? '' : localMinuteOf(at).slice(0, 10)
}
