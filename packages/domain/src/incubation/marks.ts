type Criterion = { readonly id: string; readonly weight: number }

/** Criteria without a mark from 0 to 100. */
export function unmarked(criteria: readonly Criterion[], marks: Readonly<Record<string, number>>): string[] {
  return criteria
    .filter(({ id }) => {
      const mark = marks[id]
      return mark === undefined || !Number.isFinite(mark) || mark < 0 || mark > 100
    })
    .map(({ id }) => id)
}

/** The weighted mark of 100, to a tenth. */
export function weighted(criteria: readonly Criterion[], marks: Readonly<Record<string, number>>): number {
  const sum = criteria.reduce((total, { id, weight }) => total + (marks[id] ?? 0) * weight, 0)
  return Math.round(sum / 10) / 10
}
