import { subject } from '@casl/ability'
import type { Ability, Standing } from './ability.ts'
import { RELATIONS } from './relation-names.ts'
import type { ActionOf, SubjectName } from './subjects.ts'

/**
 * Whether the rules allow the action on a row that the actor stands to in this relation. A row outside the wall (`none`) allows nothing.
 * @throws TypeError when the relation is missing or unknown: a condition on nothing would answer by chance
 */
export function isAllowed<S extends SubjectName>(
  ability: Ability,
  action: ActionOf<S>,
  subjectName: S,
  standing: Standing,
): boolean {
  const { relation } = standing
  if (!RELATIONS.includes(relation))
    throw new TypeError(`${action} ${subjectName}: the relation is ${String(relation)}`)
  if (relation === 'none') return false
  return ability.can(action, subject(subjectName, { relation }))
}

/** Whether there is any relation in which the rules allow the action: for menus, and for refusing early what no row could allow. Never instead of `isAllowed`. */
export function mightBeAllowed<S extends SubjectName>(ability: Ability, action: ActionOf<S>, subjectName: S): boolean {
  return RELATIONS.some(relation => isAllowed(ability, action, subjectName, { relation }))
}
