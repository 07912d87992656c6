import { createMongoAbility, type ForcedSubject, type MongoAbility, type RawRuleOf } from '@casl/ability'
import type { Actor, Role } from './actor.ts'
import { type Can, MATRIX } from './matrix.ts'
import type { Relation } from './relation-names.ts'
import type { Action, SubjectName } from './subjects.ts'

/** What a decision is made on: how the actor stands to the row. */
export type Standing = { readonly relation: Relation }

type Judged = SubjectName | (Standing & ForcedSubject<SubjectName>)

/** The rules of one actor. Ask it through `isAllowed`, which always asks about an instance, never about a bare type. */
export type Ability = MongoAbility<[Action, Judged]>

/** What of an actor the rules depend on. */
export type RuleHolder = { readonly roles: readonly Role[]; readonly isRoot: boolean }

const abilities = new Map<string, Ability>()
/** A bound, should the same roles come in ever other orders. */
const mostAbilities = 1000

/** The rules of these roles together. Rules only allow; none depends on stored or sent data. */
export function abilityOfRoles(holder: RuleHolder): Ability {
  // Every request asks, and there are only so many sets of roles.
  const key = `${holder.isRoot} ${holder.roles.join(' ')}`
  const known = abilities.get(key)
  if (known) return known
  const made = makeAbility(holder)
  if (abilities.size < mostAbilities) abilities.set(key, made)
  return made
}

function makeAbility({ roles, isRoot }: RuleHolder): Ability {
  const rules: RawRuleOf<Ability>[] = []
  const allow: Can = (actions, subjectName, relations, limit) => {
    if (limit?.only === 'root' && !isRoot) return
    rules.push({ action: [...actions], subject: subjectName, conditions: { relation: { $in: [...relations] } } })
  }
  for (const role of roles) MATRIX[role](allow)
  return createMongoAbility<Ability>(rules)
}

/** The rules of an actor in the membership it acts in. */
export function abilityFor(actor: Actor): Ability {
  return abilityOfRoles({ roles: actor.roles, isRoot: actor.kind === 'tenant' && actor.isRoot })
}
