/**
 * A packed place in the tree of a network: 63 bits, network 15 | level 1 12 | level 2 12 | level 3 12 | level 4 12.
 * A subtree is one range of integers, so that one comparison says whether a row lies inside it.
 * Slot 0 is never given out, hence a key tells its own depth.
 */
export type ScopeKey = bigint

/** A node's key and its depth: 0 for the root of a network, 4 for the deepest level. */
export type TreePlace = { readonly key: ScopeKey; readonly depth: number }

/** The deepest level of a network's tree. */
export const MAX_DEPTH = 4
/** The last slot that a parent's counter may give; the next child after it does not fit and must be refused by the caller. */
export const MAX_SLOT = 4095
/** The last network number that fits in a key. */
export const MAX_NETWORK_NUMBER = 32_767

const BITS_A_LEVEL = 12n

function shiftOf(depth: number): bigint {
  if (!Number.isInteger(depth) || depth < 0 || depth > MAX_DEPTH) {
    throw new RangeError(`depth ${depth} is not between 0 and ${MAX_DEPTH}`)
  }
  return BigInt(MAX_DEPTH - depth) * BITS_A_LEVEL
}

/** How many keys a subtree rooted at this depth spans: 2^48 for a whole network, 1 at the deepest level. Throws RangeError on a depth outside 0–4. */
export function spanOf(depth: number): bigint {
  return 1n << shiftOf(depth)
}

/** The key of a network's root. Throws RangeError unless the number is a whole one between 1 and 32767. */
export function rootKey(networkNumber: number): ScopeKey {
  if (!Number.isInteger(networkNumber) || networkNumber < 1 || networkNumber > MAX_NETWORK_NUMBER) {
    throw new RangeError(`network number ${networkNumber} is not between 1 and ${MAX_NETWORK_NUMBER}`)
  }
  return BigInt(networkNumber) << shiftOf(0)
}

/** The key of a parent's child in a slot of its counter. Throws RangeError when the parent is at the deepest level or the slot is not in 1–4095. */
export function childKey(parent: TreePlace, slot: number): ScopeKey {
  if (!Number.isInteger(slot) || slot < 1 || slot > MAX_SLOT) {
    throw new RangeError(`slot ${slot} is not between 1 and ${MAX_SLOT}`)
  }
  return parent.key + (BigInt(slot) << shiftOf(parent.depth + 1))
}

/** The last key of the subtree that begins at this key. */
export function scopeHigh(key: ScopeKey, depth: number): ScopeKey {
  return key + spanOf(depth) - 1n
}

/** The depth that a key stands at, read from its lowest used level. */
export function depthOf(key: ScopeKey): number {
  for (let depth = MAX_DEPTH; depth > 0; depth -= 1) {
    if (((key >> shiftOf(depth)) & BigInt(MAX_SLOT)) !== 0n) return depth
  }
  return 0
}

/** The number of the network that a key belongs to. */
export function networkNumberOf(key: ScopeKey): number {
  return Number(key >> shiftOf(0))
}

/** Whether the subtree of the outer node holds this key; a node holds itself. */
export function contains(outer: TreePlace, key: ScopeKey): boolean {
  return key >= outer.key && key <= scopeHigh(outer.key, outer.depth)
}

function ancestorAt(key: ScopeKey, depth: number): ScopeKey {
  const shift = shiftOf(depth)
  return (key >> shift) << shift
}

/** The keys above a node, nearest first, the network's root last; empty for a root. */
export function ancestorKeys(key: ScopeKey, depth: number): ScopeKey[] {
  return Array.from({ length: depth }, (_, steps) => ancestorAt(key, depth - 1 - steps))
}

/**
 * The lowest node that is above both or is one of them and above the other: the lowest common superior.
 * Null between two networks, which have none.
 */
export function lowestCommonSuperiorKey(a: ScopeKey, b: ScopeKey): TreePlace | null {
  if (networkNumberOf(a) !== networkNumberOf(b)) return null
  let depth = Math.min(depthOf(a), depthOf(b))
  while (ancestorAt(a, depth) !== ancestorAt(b, depth)) depth -= 1
  return { key: ancestorAt(a, depth), depth }
}

/**
 * Whose desk an overdue referral between two nodes climbs to. It is their lowest common superior; where that is one of
 * the two parties, who cannot be judge in its own matter, it is that party's parent, and only where there is none above
 * (the party is the root) the party itself. Null between two networks.
 */
export function escalationDeskKey(a: ScopeKey, b: ScopeKey): TreePlace | null {
  const superior = lowestCommonSuperiorKey(a, b)
  if (superior === null || superior.depth === 0) return superior
  if (superior.key !== a && superior.key !== b) return superior
  return { key: ancestorAt(superior.key, superior.depth - 1), depth: superior.depth - 1 }
}

/** Steps along the tree from one node to the other, 0 for the same node; null between two networks. */
export function treeDistance(a: ScopeKey, b: ScopeKey): number | null {
  const superior = lowestCommonSuperiorKey(a, b)
  return superior === null ? null : depthOf(a) + depthOf(b) - 2 * superior.depth
}
