/**
 * Where a panel stands. `called`: the list and the seed's digest are published, nobody is drawn yet; `drawn`: experts sit and give their marks;
 * `complete`: all have; `calledOff`: nothing comes of it, and another may be called.
 */
export const PANEL_STATES = ['called', 'drawn', 'complete', 'calledOff'] as const
export type PanelState = (typeof PANEL_STATES)[number]

/** Where a seat stands. `accepted`: no conflict is declared, and the application lies open; `recused`: a conflict was declared; `dismissed`: the incubator freed the seat. */
export const SEAT_STATES = ['drawn', 'accepted', 'recused', 'dismissed', 'scored'] as const
export type SeatState = (typeof SEAT_STATES)[number]

/** What is done to a seat, and where it may stand before. */
export const SEAT_DEEDS = {
  accept: { from: ['drawn'], to: 'accepted' },
  recuse: { from: ['drawn', 'accepted'], to: 'recused' },
  dismiss: { from: ['drawn', 'accepted'], to: 'dismissed' },
  score: { from: ['accepted'], to: 'scored' },
} as const satisfies Record<string, { from: readonly SeatState[]; to: SeatState }>
export type SeatDeed = keyof typeof SEAT_DEEDS

/** Whether a seat may be dealt with so, as it and its panel stand. */
export const maySeat = (deed: SeatDeed, seat: SeatState, panel: PanelState): boolean =>
  panel === 'drawn' && SEAT_DEEDS[deed].from.some(state => state === seat)

/** Whoever sits in such a seat counts among those drawn. */
export const isSeated = (state: SeatState): boolean => state !== 'recused' && state !== 'dismissed'

/** What is done to a panel as a whole, and where it may stand before. */
const PANEL_DEEDS = { draw: ['called'], callOff: ['called', 'drawn'] } as const satisfies Record<
  string,
  readonly PanelState[]
>
export type PanelDeed = keyof typeof PANEL_DEEDS

/** Whether a panel may be dealt with so, as it stands. */
export const mayPanel = (deed: PanelDeed, state: PanelState): boolean =>
  PANEL_DEEDS[deed].some(allowed => allowed === state)
