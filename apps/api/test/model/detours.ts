import type { Deed } from './moves.ts'

/** A way off the main path: after so many of its steps (as `Start.steps` counts), deeds of those whose part they are, and days that pass. */
export type Detour = { readonly after: number; readonly then: readonly (Deed | 'rate' | number)[] }

/** Ways to what chance alone seldom comes to: the ends that the clock brings, the desk's words, the pauses, and steps taken back. */
export const detours: readonly Detour[] = [
  { after: 1, then: [50] },
  { after: 3, then: [20] },
  { after: 4, then: ['sendBack'] },
  { after: 5, then: ['proposeVoid', 'cancelVoid'] },
  { after: 6, then: ['requestInformation', 20] },
  {
    after: 6,
    then: ['requestInformation', 'requestFurtherConsent', 'signFurtherConsent', 'answerInformation', 'accept'],
  },
  { after: 6, then: ['requestInformation', 'requestFurtherConsent', 'refuseFurtherConsent', 'answerInformation'] },
  { after: 6, then: ['requestInformation', 'requestFurtherConsent', 'signFurtherConsent', 20] },
  { after: 6, then: ['waitlist', 'keepWaiting'] },
  { after: 6, then: [36, 'dispatch', 'object'] },
  { after: 6, then: [40, 'dispatch', 'object'] },
  { after: 6, then: [36, 'assign'] },
  { after: 6, then: [36, 'settle'] },
  { after: 6, then: ['decline', 20] },
  { after: 8, then: ['hold', 'resume'] },
  { after: 9, then: [30] },
  { after: 9, then: [40] },
  { after: 9, then: [40, 'rate'] },
]
