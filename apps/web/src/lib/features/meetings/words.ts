import type { AgendaItemView, MeetingRowView } from '@fuqiao/contract'
import { m } from '#lib/paraglide/messages.js'

type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad' | 'ended'
type MeetingState = MeetingRowView['state']
type AgendaState = AgendaItemView['state']

const meetings: Readonly<Record<MeetingState, { label: () => string; tone: Tone }>> = {
  planned: { label: m.meetings_state_planned, tone: 'neutral' },
  convened: { label: m.meetings_state_convened, tone: 'info' },
  held: { label: m.meetings_state_held, tone: 'good' },
  closed: { label: m.meetings_state_closed, tone: 'ended' },
}
const items: Readonly<Record<AgendaState, { label: () => string; tone: Tone }>> = {
  raised: { label: m.meetings_agenda_state_raised, tone: 'info' },
  taken: { label: m.meetings_agenda_state_taken, tone: 'good' },
  setAside: { label: m.meetings_agenda_state_setAside, tone: 'ended' },
}

/** How a meeting stands. */
export const meetingTag = (state: MeetingState) => ({ label: meetings[state].label(), tone: meetings[state].tone })

/** How an item of an agenda stands. */
export const itemTag = (state: AgendaState) => ({ label: items[state].label(), tone: items[state].tone })
