/** The sizes, in networks, at which growth is measured: a hundredth, a tenth and the whole, without those that do not differ. */
export function sizesOf(networks: number): number[] {
  return [...new Set([Math.max(1, Math.round(networks / 100)), Math.max(1, Math.round(networks / 10)), networks])]
}
