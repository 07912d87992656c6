import { z } from 'zod'
import { provision, term } from './parts.ts'
import { TIERS } from './vocabulary.ts'

/** Filing of community organisations below the registration bar (备案). */
export const filing = z.strictObject({
  provision: provision.optional(),
  /** The tiers whose incubators keep a filing register. */
  tiers: z.array(z.enum(TIERS)).min(1),
  /** How many members a group has at least. */
  leastMembers: z.int().min(1).max(1000),
  /** How long an application waits for its decision. */
  decide: term,
  /** How long a filing holds until it is renewed; left out, until it is ended. */
  validMonths: z.int().min(1).max(120).optional(),
})

/** The rules of filing of one network. */
export type FilingRules = z.infer<typeof filing>

/** Tiers that file and that the network does not have, by their place in the list; of another document's rules those alone count that this network has. */
export function* filingFaults({
  filing: rules,
  tiers,
  basis,
}: {
  filing: FilingRules
  tiers: readonly { id: string }[]
  basis?: { taken: readonly string[] } | undefined
}) {
  const isOwn = !basis?.taken.some(place => place === 'filing' || place === 'filing.tiers')
  for (const [at, tier] of rules.tiers.entries()) {
    if (isOwn && !tiers.some(({ id }) => id === tier))
      yield { path: ['filing', 'tiers', at], message: `the network has no tier "${tier}"` }
  }
}
