import { civilDateOf } from '@fuqiao/domain/calendar'

type Call = { state: string; opensOn: string; closesOn: string }

/** How a call stands on the day of an instant. */
export function callStanding({ state, opensOn, closesOn }: Call, now: Date): 'coming' | 'open' | 'over' | 'withdrawn' {
  if (state === 'withdrawn') return 'withdrawn'
  const day = civilDateOf(now)
  if (day < opensOn) return 'coming'
  return day > closesOn ? 'over' : 'open'
}

/** Whether it takes applications. */
export const isCallOpen = (call: Call, now: Date): boolean => callStanding(call, now) === 'open'
