import { v7 } from 'uuid'

/** Numbers that look random and are the same for the same seed: an invented network is the same at every start. */
export type SeededRandom = {
  /** From 0 up to, not with, 1. */
  next(): number
  /** A whole number, both ends included. */
  int(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** Picks by weight; the weights need no sum. */
  weighted<T>(choices: readonly (readonly [T, number])[]): T
  /** Some of a list, in its order. */
  some<T>(list: readonly T[], count: number): T[]
  /** The list in another order. */
  shuffled<T>(list: readonly T[]): T[]
  /** A UUIDv7 of an instant. */
  id(at: Date): string
}

/** Makes a source of numbers from a seed (sfc32 over the seed's hash). */
export function seededRandom(seed: string): SeededRandom {
  const next = sfc32(seed)
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  const shuffled = <T>(list: readonly T[]) =>
    list
      .map(entry => ({ entry, by: next() }))
      .toSorted((a, b) => a.by - b.by)
      .map(({ entry }) => entry)
  return {
    next,
    int,
    chance: probability => next() < probability,
    pick: list => at(list, int(0, list.length - 1)),
    weighted(choices) {
      let left = next() * choices.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [choice, weight] of choices) {
        left -= weight
        if (left < 0) return choice
      }
      return at(choices, choices.length - 1)[0]
    },
    some(list, count) {
      const taken = new Set(shuffled([...list.keys()]).slice(0, count))
      return list.filter((_, index) => taken.has(index))
    },
    shuffled,
    id: instant =>
      v7({
        msecs: instant.getTime(),
        seq: int(0, 0xffff_ffff),
        random: Uint8Array.from({ length: 16 }, () => int(0, 255)),
      }),
  }
}

function at<T>(list: readonly T[], index: number): T {
  if (index < 0 || index >= list.length) throw new RangeError('nothing to pick from')
  return list[index] as T
}

function sfc32(seed: string): () => number {
  let [a, b, c, d] = [hash(seed, 1), hash(seed, 2), hash(seed, 3), 1]
  const step = () => {
    const sum = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return (sum >>> 0) / 4_294_967_296
  }
  for (let warm = 0; warm < 12; warm += 1) step()
  return step
}

function hash(text: string, salt: number): number {
  let value = 2_166_136_261 ^ Math.imul(salt, 0x9e37_79b1)
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 16_777_619)
  return value | 0
}
