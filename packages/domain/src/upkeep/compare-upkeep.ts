import type { UpkeepFinding } from './check-upkeep.ts'

/** A rule as two profiles have it, for one incubator; null where one of them asks nothing of the kind. */
export type UpkeepChange<F> = { readonly before: F | null; readonly after: F | null }
/** Rules that an incubator breaks by the second profile and not by the first, and the other way round. */
export type UpkeepChanges<F> = { readonly breached: UpkeepChange<F>[]; readonly kept: UpkeepChange<F>[] }

const keyOf = ({ rule, about }: UpkeepFinding) => `${rule}/${about ?? ''}`

/** One finding a rule: of several posts that ask the same of an incubator, the one that asks for most. */
function strictest<F extends UpkeepFinding>(findings: readonly F[]): Map<string, F> {
  const found = new Map<string, F>()
  for (const finding of findings) {
    const other = found.get(keyOf(finding))
    if (!other || finding.asked > other.asked) found.set(keyOf(finding), finding)
  }
  return found
}

/** Which rules on staff, premises and party an incubator newly breaks, and which it breaks no more, between what two profiles find of the same facts. */
export function compareUpkeep<F extends UpkeepFinding>(before: readonly F[], after: readonly F[]): UpkeepChanges<F> {
  const [was, is] = [strictest(before), strictest(after)]
  const changes = [...new Set([...was.keys(), ...is.keys()])].map(key => ({
    before: was.get(key) ?? null,
    after: is.get(key) ?? null,
  }))
  const isBroken = (finding: F | null) => finding !== null && !finding.isKept
  return {
    breached: changes.filter(change => isBroken(change.after) && !isBroken(change.before)),
    kept: changes.filter(change => isBroken(change.before) && !isBroken(change.after)),
  }
}
