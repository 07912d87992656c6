import type { Can } from './matrix.ts'

const look = ['read', 'list'] as const

/** Keeps the register of the incubator's own staff, its premises and its party branch; the only ones to read pay and certificate numbers. */
export function keepHouse(can: Can): void {
  can([...look, 'readUnmasked', 'create', 'update', 'end'], 'StaffMember', ['own'])
  can([...look, 'create', 'update', 'delete'], 'Premises', ['own'])
  can([...look, 'keepParty'], 'Upkeep', ['own'])
}
