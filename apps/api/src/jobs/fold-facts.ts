import { asSystem } from '@fuqiao/db'
import type { Deps } from '../deps.ts'
import { allNetworks, foldNetwork, networksInDebt, networksToFold, rebuildNetwork } from './fold-facts-store.ts'

const batch = 10_000

/**
 * Folds what was written since into the roll-ups, network by network, each fact once: a crash leaves it for the next turn. Where the tree has changed, the
 * figures by the tree as it is now are made anew. Answers how many facts it folded.
 */
export async function foldFacts({ db }: Pick<Deps, 'db'>): Promise<number> {
  let all = 0
  for (const network of await asSystem(db, networksToFold)) {
    for (;;) {
      const folded = await asSystem(db, tx => foldNetwork(tx, network, batch))
      all += folded
      if (folded < batch) break
    }
  }
  for (const network of await asSystem(db, networksInDebt)) await asSystem(db, tx => rebuildNetwork(tx, network, true))
  return all
}

/** Makes all figures of a network, or of every one, anew from its facts. Answers how many facts each holds. */
export async function rebuildRollups(
  { db }: Pick<Deps, 'db'>,
  network?: number,
): Promise<{ id: number; facts: number }[]> {
  const ids = network === undefined ? await asSystem(db, allNetworks) : [network]
  const done: { id: number; facts: number }[] = []
  for (const id of ids) done.push({ id, facts: await asSystem(db, tx => rebuildNetwork(tx, id, false)) })
  return done
}
