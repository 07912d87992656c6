import type { PartnerView } from '@fuqiao/contract'
import { m } from '#lib/paraglide/messages.js'

const states = {
  proposed: m.partners_state_proposed,
  inForce: m.partners_state_inForce,
  declined: m.partners_state_declined,
  withdrawn: m.partners_state_withdrawn,
  ended: m.partners_state_ended,
} as const

/** Where a partnership stands, in words. */
export const partnerStateLabel = (state: PartnerView['state']): string => states[state]()

/** Its colour. */
export const partnerTone = (state: PartnerView['state']) =>
  state === 'inForce' ? ('good' as const) : state === 'proposed' ? ('warn' as const) : ('neutral' as const)

/** Who did last what, and when. */
export function partnerNote({ state, isChangedByUs, name }: PartnerView, date: string): string {
  if (state === 'proposed')
    return isChangedByUs ? m.partners_note_asked({ date }) : m.partners_note_asks({ name, date })
  if (state === 'inForce') return m.partners_note_since({ date })
  return isChangedByUs ? m.partners_note_by_us({ date }) : m.partners_note_by_them({ name, date })
}
