import { REFERRAL_STATES, isOpen } from './states.ts'
import type { ReferralState } from './states.ts'
import { TRANSITIONS } from './transitions.ts'
import type { Transition } from './transitions.ts'

/** The machine's table as a Mermaid state diagram. */
export function stateDiagram(): string {
  const arrows = Object.values(TRANSITIONS).flatMap(arrowsOf)
  const ends = REFERRAL_STATES.filter(state => !isOpen(state)).map(state => `${state} --> [*]`)
  return ['stateDiagram-v2', ...[...arrows, ...ends].map(line => `  ${line}`), ''].join('\n')
}

function arrowsOf(transition: Transition): string[] {
  const sources: readonly (ReferralState | null)[] = transition.from.length === 0 ? [null] : transition.from
  return sources.flatMap(from =>
    transition.to.map(to => {
      const target = to === 'stays' ? (from ?? '[*]') : to === 'removed' ? '[*]' : to
      return `${from ?? '[*]'} --> ${target}: ${transition.action}`
    }),
  )
}
