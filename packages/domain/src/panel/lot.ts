/** The digest that a lot is checked with: SHA-256 of a text in UTF-8, as 64 hexadecimal characters in lower case. */
export type Sha256 = (text: string) => string

/** The list that a lot is drawn from as one text: the ids in their order as text, a line each. Its digest is published before the seed is known. */
export const lotText = (expertIds: readonly string[]): string => expertIds.toSorted().join('\n')

/**
 * The order in which experts are drawn: by SHA-256 of the seed, a colon and the expert's id. The first of them sit; where one declares a conflict, the next
 * takes the seat, so that nobody chooses a replacement either.
 *
 * Whoever doubts a draw does it again, with what was published, in any shell:
 * 1. `printf %s "$seed" | sha256sum` is the digest that stood there before the draw: the seed was not chosen for what it brings.
 * 2. The ids sorted and joined by line breaks, `printf %s "$ids" | sha256sum`, is the digest of the list: nobody came or went.
 * 3. For each id `printf %s "$seed:$id" | sha256sum`; sorted by what comes out, the ids stand in the order of the draw.
 */
export function orderByLot(expertIds: readonly string[], seed: string, sha256: Sha256): string[] {
  return expertIds
    .map(id => ({ id, lot: sha256(`${seed}:${id}`) }))
    .toSorted((one, other) => (one.lot < other.lot ? -1 : one.lot > other.lot ? 1 : one.id < other.id ? -1 : 1))
    .map(({ id }) => id)
}

/** Why what was published of a draw does not hold together; empty where it does. */
export function faultsOfLot(
  published: {
    readonly seed: string
    readonly seedDigest: string
    readonly expertIds: readonly string[]
    readonly listDigest: string
    readonly order: readonly string[]
  },
  sha256: Sha256,
): ('seed' | 'list' | 'order')[] {
  const { seed, seedDigest, expertIds, listDigest, order } = published
  const again = orderByLot(expertIds, seed, sha256)
  const isSame = again.length === order.length && again.every((id, index) => id === order[index])
  return [
    ...(sha256(seed) === seedDigest ? [] : ['seed' as const]),
    ...(sha256(lotText(expertIds)) === listDigest ? [] : ['list' as const]),
    ...(isSame ? [] : ['order' as const]),
  ]
}
