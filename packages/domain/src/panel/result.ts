/** The weighted marks of a panel, in tenths of 100, as they are kept: their sum and number, the lowest and the highest, the standard deviation in hundredths. */
export type PanelSums = {
  readonly marks: number
  readonly sum: number
  readonly lowest: number
  readonly highest: number
  readonly spread: number
}

/** What a panel came to, of 100. */
export type PanelResult = {
  /** To a hundredth. No mean that is below a whole mark rounds up to it: of 15 experts the sums differ by tenths, so that means differ by more. */
  readonly mean: number
  /** The standard deviation of the experts' marks, to a hundredth: 0 where all say the same. */
  readonly spread: number
  readonly lowest: number
  readonly highest: number
  readonly passes: boolean
}

/** Sums up weighted marks, each of 100 to a tenth; null where nobody has given any. */
export function sumsOf(weighted: readonly number[]): PanelSums | null {
  if (weighted.length === 0) return null
  const tenths = weighted.map(mark => Math.round(mark * 10))
  const sum = tenths.reduce((total, mark) => total + mark, 0)
  const squares = tenths.reduce((total, mark) => total + mark * mark, 0)
  const n = tenths.length
  // Whole numbers until the root: no difference of large numbers loses anything.
  const spread = Math.round((Math.sqrt(n * squares - sum * sum) * 10) / n)
  return { marks: n, sum, lowest: Math.min(...tenths), highest: Math.max(...tenths), spread }
}

/** What a panel came to, against the mean that passes. */
export function resultOf({ marks, sum, lowest, highest, spread }: PanelSums, passMark: number): PanelResult {
  return {
    mean: Math.round((sum * 10) / marks) / 100,
    spread: spread / 100,
    lowest: lowest / 10,
    highest: highest / 10,
    passes: sum >= passMark * 10 * marks,
  }
}
