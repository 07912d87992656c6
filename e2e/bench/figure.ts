/** One measured figure, ours against the floor, as `pnpm bench` prints it. */
export type Figure = {
  figure: string
  tier?: 'city' | 'district' | 'street'
  /** What both numbers are, such as 'us' or 'requests/s'. */
  unit: string
  ours: number
  floor: number
  /** `ours / floor`. */
  ratio: number
  limit: number
  /** Whether `limit` is the most or the least that `ratio` may be. */
  bound: 'most' | 'least'
  ok: boolean
}

type Measured = Pick<Figure, 'figure' | 'unit' | 'ours' | 'floor' | 'limit'> & {
  tier?: Figure['tier']
  bound?: Figure['bound']
}

/** Judges a measurement by its limit and prints its line. */
export function printFigure({ figure, tier, unit, ours, floor, limit, bound = 'most' }: Measured): Figure {
  const ratio = ours / floor
  const ok = bound === 'most' ? ratio <= limit : ratio >= limit
  const line: Figure = {
    figure,
    ...(tier ? { tier } : {}),
    unit,
    ours: rounded(ours),
    floor: rounded(floor),
    ratio: rounded(ratio),
    limit,
    bound,
    ok,
  }
  process.stdout.write(`${JSON.stringify(line)}\n`)
  return line
}

/** The middle of the values; of an even number, the upper of the two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted[sorted.length >> 1]
  if (middle === undefined) throw new RangeError('no values')
  return middle
}

function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
