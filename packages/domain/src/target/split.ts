import type { TargetFacts } from './machine.ts'

type Share = Pick<TargetFacts, 'state' | 'value' | 'signedValue'>

/** How a total is split: what holds, what is being talked of beside it, and what is left. */
export type TargetSplit = { readonly signed: number; readonly proposed: number; readonly remainder: number | null }

/**
 * What is left of a total when each share counts once: by the figure that is being talked of, or else by the one that was signed. A remainder below nothing says
 * that more was given out than there is; null where there is no total.
 */
export function splitOf(total: number | null, shares: readonly Share[]): TargetSplit {
  const open = shares.filter(({ state }) => state === 'proposed' || state === 'countered' || state === 'agreed')
  const closed = shares.filter(share => !open.includes(share))
  const proposed = open.reduce((sum, { value }) => sum + value, 0)
  const signed = closed.reduce((sum, { signedValue }) => sum + (signedValue ?? 0), 0)
  return { signed, proposed, remainder: total === null ? null : total - signed - proposed }
}

/** Whether a figure stays below what the document asks of the place: it may, and says why. */
export const isBelowFloor = (value: number, floor: number | null): boolean => floor !== null && value < floor
