/** A place in a grid, from 1. */
type Place = { column: number; row: number }

/** Where Beijing's districts lie roughly to each other: tiles of one size, no borders, no map. */
const KNOWN: Record<string, readonly [column: number, row: number]> = {
  110119: [2, 1],
  110116: [3, 1],
  110118: [4, 1],
  110114: [2, 2],
  110113: [3, 2],
  110117: [4, 2],
  110109: [1, 3],
  110108: [2, 3],
  110105: [3, 3],
  110112: [4, 3],
  110107: [1, 4],
  110102: [2, 4],
  110101: [3, 4],
  110111: [1, 5],
  110106: [2, 5],
  110115: [3, 5],
}

/** Places of tiles by division code where they are known; null where the tiles just follow one another. */
export function placesOf(codes: readonly string[]): ReadonlyMap<string, Place> | null {
  const places = codes.map(code => [code, KNOWN[code]] as const)
  if (places.length === 0 || places.some(([, place]) => place === undefined)) return null
  return new Map(places.map(([code, place]) => [code, { column: place?.[0] ?? 1, row: place?.[1] ?? 1 }]))
}

type Steps = readonly [number, number, number]

/** Three limits that part the values above zero into four groups of about the same size, rounded so that they can be read, each above the one before. */
export function stepsOf(values: readonly number[]): Steps {
  const sorted = values.filter(value => value > 0).toSorted((a, b) => a - b)
  const at = (share: number) => readable(sorted[Math.floor(share * (sorted.length - 1))] ?? 0)
  const first = at(0.25)
  const second = Math.max(at(0.5), first + 1)
  return [first, second, Math.max(at(0.75), second + 1)]
}

function readable(value: number): number {
  return value >= 20 ? Math.round(value / 5) * 5 : Math.round(value)
}

/** 0 for nothing, 1 to 4 by the steps. */
export function intensityOf(value: number | null, steps: Steps): 0 | 1 | 2 | 3 | 4 {
  if (value === null || value === 0) return 0
  if (value <= steps[0]) return 1
  if (value <= steps[1]) return 2
  return value <= steps[2] ? 3 : 4
}
