import { civilDateOf, instantAt } from '../calendar/civil-date.ts'
import { dueInstant, type WorkingCalendar } from '../calendar/working-calendar.ts'
import { checkCreditCode } from '../organisation/credit-code.ts'
import type { Profile } from '../profile/profile-schema.ts'

/** `open`: asked, and nothing to be told; `referred`: a referral came of it; `ended`: its term is over without one. */
export const REQUEST_STATES = ['open', 'referred', 'ended'] as const
export type RequestState = (typeof REQUEST_STATES)[number]

/** What the worker does to a request: look for the organisation, once; end it with its term; end it because the asker is not at work any more. */
export type RequestClockAction = 'seek' | 'end' | 'endWithAsker'

/** What a request is judged on. */
export type RequestFacts = {
  readonly state: RequestState
  readonly dueAt: Date
  /** When the worker looks at it next: at once, and then at the end of the term, whether anything was found or not. */
  readonly nextClockAt: Date | null
  readonly isAskerActive: boolean
}

/** What terms are counted with. */
export type RequestReckoning = {
  readonly rules: Profile['referralRequest']
  readonly calendar: WorkingCalendar
  /** `HH:mm` in Shanghai; 18:00 when left out. */
  readonly businessDayEnds?: string
}

/** When a request made now ends; refused by name when a year it needs is not loaded. */
export function requestEnd(
  now: Date,
  { rules, calendar, businessDayEnds }: RequestReckoning,
): ReturnType<typeof dueInstant> {
  return dueInstant(calendar, now, { ...rules.term, ...(businessDayEnds === undefined ? {} : { businessDayEnds }) })
}

/** What the worker has to do to a request at an instant; null when nothing. */
export function requestDue(facts: RequestFacts, now: Date): RequestClockAction | null {
  const { state, dueAt, nextClockAt, isAskerActive } = facts
  if (state !== 'open') return null
  if (!isAskerActive) return 'endWithAsker'
  if (nextClockAt === null || nextClockAt > now) return null
  return dueAt <= now ? 'end' : 'seek'
}

/** The instant since which the requests of a day are counted. */
export const startOfDay = (now: Date): Date => instantAt(civilDateOf(now), '00:00')

/** A name as it is compared: compatible forms as one, without blanks. Full names alone agree; nothing is guessed. */
export const plainName = (name: string): string => name.normalize('NFKC').replaceAll(/\s/gu, '')

/** Whom a request is about, as the organisation states it: its code where it has one, else its full name. Null: neither. */
export function subjectOf(stated: { creditCode: string | null; name: string }) {
  const code = stated.creditCode === null ? null : checkCreditCode(stated.creditCode)
  const name = plainName(stated.name)
  if (code === null) return name === '' ? null : ({ isCodeValid: true, creditCode: null, key: name } as const)
  return { isCodeValid: code.outcome === 'valid', creditCode: code.code, key: code.code }
}
