import type { OperatorView } from '@fuqiao/contract'
import { isoDate } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'

const states: Readonly<Record<OperatorView['state'], () => string>> = {
  appointed: m.operators_state_appointed,
  inForce: m.operators_state_inForce,
  ended: m.operators_state_ended,
}
const tones = { appointed: 'info', inForce: 'good', ended: 'ended' } as const

/** The mark of an operator's state. */
export const operatorTag = (state: OperatorView['state']) => ({ label: states[state](), tone: tones[state] })

/** First and last day. */
export const operatorTerm = ({ from, until }: Pick<OperatorView, 'from' | 'until'>): string =>
  until === null
    ? m.operators_term_open({ from: isoDate(from) })
    : m.operators_term_text({ from: isoDate(from), until: isoDate(until) })
