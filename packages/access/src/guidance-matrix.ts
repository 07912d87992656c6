import type { Can } from './matrix.ts'

const look = ['read', 'list'] as const
const line = ['own', 'superior'] as const

/** What everyone signed in reads: published standards and publications. */
export function readGuidance(can: Can): void {
  can(look, 'Standard', ['own', 'network'])
  can(look, 'Publication', ['own', 'network'])
}

/** Whoever works in an incubator reads what it is asked to do, and how those below stand to it. */
export function followGuidance(can: Can): void {
  can(look, 'ServiceItem', ['own', 'superior', 'network'])
  can(look, 'Acknowledgement', line)
  can(look, 'Publication', ['desk'])
}

/** Officers write what their incubator has to tell. */
export function writePublications(can: Can): void {
  can(['write'], 'Publication', ['own'])
}

/** A director acknowledges, asks those below, and decides on publications; at the top of a network also writes the standards. */
export function giveGuidance(can: Can): void {
  can(['edit', 'publish'], 'Standard', ['own'], { only: 'root' })
  can(['push', 'end'], 'ServiceItem', ['own'])
  can(['give'], 'Acknowledgement', ['own'])
  can(['approve', 'return', 'withdraw'], 'Publication', ['own', 'desk'])
}
