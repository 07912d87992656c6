import { civilDateOf } from '../calendar/civil-date.ts'
import type { Role } from '../profile/vocabulary.ts'

/** Where a joint meeting can stand. `convened`: the figures are frozen; `held`: it took place, minutes are kept and resolutions made. */
export const MEETING_STATES = ['planned', 'convened', 'held', 'closed'] as const
export type MeetingState = (typeof MEETING_STATES)[number]

/** What the centre does to a meeting. `take` puts an item on its agenda, `addPaper` a paper beside it. */
export const MEETING_ACTIONS = [
  'change',
  'take',
  'addPaper',
  'convene',
  'hold',
  'keepMinutes',
  'resolve',
  'close',
] as const
export type MeetingAction = (typeof MEETING_ACTIONS)[number]

/** Where an item that somebody raised can stand. */
export const AGENDA_STATES = ['raised', 'taken', 'setAside'] as const
export type AgendaState = (typeof AGENDA_STATES)[number]
/** What the centre does to an item. */
export type AgendaAction = 'take' | 'setAside'

/** All that the rules need to know of a meeting. */
export type MeetingFacts = {
  readonly state: MeetingState
  readonly version: number
  readonly meetsAt: Date
  readonly hasMinutes: boolean
  /** Seats of the network that are filled now. */
  readonly seats: number
}

/** Who acts: the network's centre with its roles, or anyone else. */
export type MeetingViewer = { readonly isCentre: boolean; readonly roles: readonly Role[] }

/** Every reason for which the rules of meetings say no. */
export const MEETING_REFUSALS = [
  /** The centre's director alone. */
  'MEETING_NOT_YOURS',
  /** Params: state, version as they stand now. */
  'MEETING_VERSION_CONFLICT',
  /** Params: state. */
  'MEETING_WRONG_STATE',
  /** Its day has not come. */
  'MEETING_NOT_YET',
  /** Nobody has a seat. */
  'MEETING_NO_SEATS',
  'MEETING_MINUTES_MISSING',
] as const
export type MeetingRefusalCode = (typeof MEETING_REFUSALS)[number]
export type MeetingRefusal = {
  readonly code: MeetingRefusalCode
  readonly params: Readonly<Record<string, string | number>>
}

/** The answer to a command. */
export type MeetingDecision =
  { readonly ok: true; readonly next: MeetingState } | { readonly ok: false; readonly refusal: MeetingRefusal }

type Guard = 'dayHasCome' | 'hasSeats' | 'hasMinutes'
type Row = { readonly from: readonly MeetingState[]; readonly to: MeetingState | null; readonly guard?: Guard }

/** The machine as one table; `to` null: it stays where it is. All of it is the centre's. */
export const MEETING_TRANSITIONS: Readonly<Record<MeetingAction, Row>> = {
  change: { from: ['planned'], to: null },
  take: { from: ['planned', 'convened'], to: null },
  addPaper: { from: ['planned', 'convened', 'held'], to: null },
  convene: { from: ['planned'], to: 'convened', guard: 'hasSeats' },
  hold: { from: ['convened'], to: 'held', guard: 'dayHasCome' },
  keepMinutes: { from: ['held'], to: null },
  resolve: { from: ['held'], to: null },
  close: { from: ['held'], to: 'closed', guard: 'hasMinutes' },
}

/** An item is taken or set aside once; what was set aside may still be taken. */
export const AGENDA_TRANSITIONS: Readonly<
  Record<AgendaAction, { readonly from: readonly AgendaState[]; readonly to: AgendaState }>
> = {
  take: { from: ['raised', 'setAside'], to: 'taken' },
  setAside: { from: ['raised'], to: 'setAside' },
}

const no = (code: MeetingRefusalCode, params: MeetingRefusal['params'] = {}): MeetingRefusal => ({ code, params })

const guards: Readonly<Record<Guard, (facts: MeetingFacts, now: Date) => MeetingRefusal | null>> = {
  dayHasCome: ({ meetsAt }, now) => (civilDateOf(meetsAt) <= civilDateOf(now) ? null : no('MEETING_NOT_YET')),
  hasSeats: ({ seats }) => (seats > 0 ? null : no('MEETING_NO_SEATS')),
  hasMinutes: ({ hasMinutes }) => (hasMinutes ? null : no('MEETING_MINUTES_MISSING')),
}

/** What is asked to be done under which circumstances. */
export type MeetingSetting = { readonly viewer: MeetingViewer; readonly now: Date }

/** Decides what the centre asks to be done to a meeting. */
export function decideMeeting(
  facts: MeetingFacts,
  { action, expectedVersion }: { readonly action: MeetingAction; readonly expectedVersion: number },
  { viewer, now }: MeetingSetting,
): MeetingDecision {
  const { state, version } = facts
  if (!leads(viewer)) return { ok: false, refusal: no('MEETING_NOT_YOURS') }
  if (expectedVersion !== version) return { ok: false, refusal: no('MEETING_VERSION_CONFLICT', { state, version }) }
  const refusal = refusalNow(facts, action, now)
  return refusal ? { ok: false, refusal } : { ok: true, next: MEETING_TRANSITIONS[action].to ?? state }
}

/** What the viewer may do to a meeting now, or why not yet; what belongs to another state or to others is left out. */
export function availableMeetingActions(
  facts: MeetingFacts,
  { viewer, now }: MeetingSetting,
): { readonly action: MeetingAction; readonly refusal: MeetingRefusal | null }[] {
  if (!leads(viewer)) return []
  return MEETING_ACTIONS.filter(action => MEETING_TRANSITIONS[action].from.includes(facts.state)).map(action => ({
    action,
    refusal: refusalNow(facts, action, now),
  }))
}

const leads = ({ isCentre, roles }: MeetingViewer) => isCentre && roles.includes('director')

function refusalNow(facts: MeetingFacts, action: MeetingAction, now: Date): MeetingRefusal | null {
  const { from, guard } = MEETING_TRANSITIONS[action]
  if (!from.includes(facts.state)) return no('MEETING_WRONG_STATE', { state: facts.state })
  return guard ? guards[guard](facts, now) : null
}
