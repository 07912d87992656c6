/** The rule book: who may do what, by the actor's relation to the row. Pure; the wall in the database says which rows there are at all. */
export { type Ability, abilityFor, abilityOfRoles, type RuleHolder, type Standing } from './ability.ts'
export type { Actor, OrganisationActor, Role, TenantActor } from './actor.ts'
export { isAllowed, mightBeAllowed } from './authorise.ts'
export { EXPORT_SUBJECTS, type ExportSubject, exportsOf, type MenuEntry, menuOf } from './menu.ts'
export { relationOf } from './relation.ts'
export { type Relation, RELATIONS } from './relation-names.ts'
export {
  type Action,
  type ActionOf,
  ACTIONS,
  type AgreementFacts,
  type EnquiryTargetFacts,
  type FactsOf,
  type GrantFacts,
  type OrganisationFacts,
  type ReferralFacts,
  type SectionGrantFacts,
  type SubjectName,
  SUBJECTS,
} from './subjects.ts'
