import type { Relation } from './relation-names.ts'
import type { ActionOf, SubjectName } from './subjects.ts'

/** What narrows a rule further: `root` holds in the centre at the top of a network alone. */
export type Limit = { readonly only: 'root' }

/** Allows a role actions on rows of a subject that it stands to in one of these relations. */
export type Can = <S extends SubjectName>(
  actions: readonly ActionOf<S>[],
  subject: S,
  relations: readonly Exclude<Relation, 'none'>[],
  limit?: Limit,
) => void
