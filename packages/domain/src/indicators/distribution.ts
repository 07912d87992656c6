/**
 * Gini index of non-negative values: 0 when all are alike, towards 1 the more one has and the others lack. The disparity
 * index of the coverage map (B-05). Null when there is nothing to compare; 0 when all are zero.
 */
export function giniOf(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const sum = sorted.reduce((all, value) => all + value, 0)
  if (sum === 0) return 0
  const weighted = sorted.reduce((all, value, index) => all + (index + 1) * value, 0)
  return (2 * weighted) / (sorted.length * sum) - (sorted.length + 1) / sorted.length
}

/** The value below which the share p (0 to 1) of the values lies, between neighbours by proportion; null without values. */
export function percentile(values: readonly number[], p: number): number | null {
  if (p < 0 || p > 1) throw new RangeError(`share ${p} is not between 0 and 1`)
  const sorted = values.toSorted((a, b) => a - b)
  const place = p * (sorted.length - 1)
  const below = sorted[Math.floor(place)]
  const above = sorted[Math.ceil(place)]
  if (below === undefined || above === undefined) return null
  return below + (above - below) * (place - Math.floor(place))
}
