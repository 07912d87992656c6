import type { TargetRow, TargetView } from '@fuqiao/contract'
import { number } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'

type State = TargetRow['state']
type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad' | 'ended'

const states: Readonly<Record<State, () => string>> = {
  set: m.targets_state_set,
  proposed: m.targets_state_proposed,
  countered: m.targets_state_countered,
  agreed: m.targets_state_agreed,
  signed: m.targets_state_signed,
  withdrawn: m.targets_state_withdrawn,
}
const tones: Readonly<Record<State, Tone>> = {
  ...{ set: 'neutral', proposed: 'info', countered: 'warn', agreed: 'info', signed: 'good', withdrawn: 'ended' },
}

/** How a share stands. */
export const targetTag = ({ state }: Pick<TargetRow, 'state'>): { label: string; tone: Tone } => ({
  ...{ label: states[state](), tone: tones[state] },
})

/** What is to be reached, as the network calls it. */
export const indicatorName = ({ indicator }: Pick<TargetRow, 'indicator'>): string =>
  indicator ? indicator.name[getLocale()] : m.targets_unknown_indicator()

/** A figure, or a dash where there is none. */
export const orNone = (value: number | null): string => (value === null ? m.ui_none() : number(value))

/** How much of what was signed is there, in per cent; a dash where nothing was or nothing is known. */
export function attainmentWords({ fact, signedValue }: Pick<TargetRow, 'fact' | 'signedValue'>): string {
  return fact === null || !signedValue ? m.ui_none() : `${number(Math.round((fact / signedValue) * 1000) / 10, 1)}%`
}

type Line = TargetView['history'][number]
const deeds: Readonly<Record<Line['action'], () => string>> = {
  set: m.targets_event_set,
  propose: m.targets_event_propose,
  counter: m.targets_event_counter,
  agree: m.targets_event_agree,
  sign: m.targets_event_sign,
  withdraw: m.targets_event_withdraw,
}
const lineTones: Partial<Record<Line['action'], 'good' | 'warn' | 'bad'>> = {
  ...{ sign: 'good', counter: 'warn', withdraw: 'bad' },
}

/** A ledger as a timeline shows it, the latest first; `sides`: what the two are called. */
export function ledgerItems(history: readonly Line[], sides: Readonly<Record<Line['by'], string>>) {
  return history.toReversed().map(({ seq, at, action, round, fromValue, toValue, by, byName, note }) => ({
    ...{ id: String(seq), at, actor: `${sides[by]} ${byName}`, text: note || undefined },
    title: `${deeds[action]()} ${changeWords(fromValue, toValue)} · ${m.targets_round({ round })}`,
    tone: lineTones[action] ?? ('plain' as const),
  }))
}

const changeWords = (from: number | null, to: number): string =>
  from === null || from === to
    ? m.targets_ledger_new({ to: number(to) })
    : m.targets_ledger_line({ from: number(from), to: number(to) })
