import type { MySeat, PanelView } from '@fuqiao/contract'
import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'

type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad' | 'ended'
/** A state in words, with what it means for work. */
export type StateWords = { label: string; tone: Tone }

const seats: Readonly<Record<MySeat['state'], () => StateWords>> = {
  drawn: () => ({ label: m.panels_seat_drawn(), tone: 'warn' }),
  accepted: () => ({ label: m.panels_seat_accepted(), tone: 'info' }),
  scored: () => ({ label: m.panels_seat_scored(), tone: 'good' }),
  recused: () => ({ label: m.panels_seat_recused(), tone: 'ended' }),
  dismissed: () => ({ label: m.panels_seat_dismissed(), tone: 'ended' }),
}

/** Where a seat stands; one that nobody scored when its panel was called off is over with it. */
export function seatWords({ state, panelState }: Pick<MySeat, 'state' | 'panelState'>): StateWords {
  const waits = state === 'drawn' || state === 'accepted'
  return waits && panelState !== 'drawn' ? { label: m.panels_seat_over(), tone: 'ended' } : seats[state]()
}

const panels: Readonly<Record<PanelView['state'], () => StateWords>> = {
  called: () => ({ label: m.panels_state_called(), tone: 'warn' }),
  drawn: () => ({ label: m.panels_state_drawn(), tone: 'info' }),
  complete: () => ({ label: m.panels_state_complete(), tone: 'good' }),
  calledOff: () => ({ label: m.panels_state_calledOff(), tone: 'ended' }),
}

/** Where a panel stands. */
export const panelWords = (state: PanelView['state']): StateWords => panels[state]()

const standings: Readonly<Record<PanelView['candidates'][number]['standing'], () => string>> = {
  qualified: m.panels_standing_qualified,
  retired: m.panels_standing_retired,
  declared: m.panels_standing_declared,
  sameEmployer: m.panels_standing_sameEmployer,
  earlierService: m.panels_standing_earlierService,
  otherField: m.panels_standing_otherField,
  noAccount: m.panels_standing_noAccount,
}

/** How an expert stands to a draw. */
export const standingWords = (standing: PanelView['candidates'][number]['standing']): string => standings[standing]()

/** The network's own words in the language of the page. */
export const inPageLanguage = (name: { zh: string; en: string }): string => name[getLocale()]
