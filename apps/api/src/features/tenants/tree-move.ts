import { childKey, MAX_DEPTH, scopeHigh } from '@fuqiao/domain'

/** A tenant's place as the tree needs it. */
export type Placed = { id: string; parentId: string | null; scopeKey: bigint; depth: number }

const bitsALevel = 12n

/** The slot a node holds below its parent: its own level's bits of the key. */
export function slotOf(node: { scopeKey: bigint; depth: number }): number {
  return Number((node.scopeKey >> (BigInt(MAX_DEPTH - node.depth) * bitsALevel)) & 4095n)
}

/**
 * New places of a subtree (top first) whose top gets `slot` below `parent`. Everyone below keeps their slot under their own parent,
 * so the shape stays; keys change because each level has its own bits. Null when someone would stand deeper than the tree allows.
 */
export function movedPlaces(
  subtree: readonly Placed[],
  parent: { scopeKey: bigint; depth: number },
  slot: number,
): { id: string; scopeKey: bigint; scopeHigh: bigint; depth: number }[] | null {
  const places = new Map<string, { scopeKey: bigint; depth: number }>()
  for (const [index, node] of subtree.entries()) {
    const above = index === 0 ? parent : node.parentId === null ? undefined : places.get(node.parentId)
    if (!above || above.depth + 1 > MAX_DEPTH) return null
    places.set(node.id, {
      scopeKey: childKey({ key: above.scopeKey, depth: above.depth }, index === 0 ? slot : slotOf(node)),
      depth: above.depth + 1,
    })
  }
  return [...places].map(([id, place]) => ({ id, ...place, scopeHigh: scopeHigh(place.scopeKey, place.depth) }))
}
