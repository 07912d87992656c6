import {
  type Ability,
  abilityOfRoles,
  type Action,
  isAllowed,
  type Relation,
  type Role,
  SUBJECTS,
  type SubjectName,
  ACTIONS,
} from '@fuqiao/access'
import { ROLES } from '@fuqiao/domain/profile'
import type { PlottedActor } from './plot-types.ts'
import type { Index } from './plot-index.ts'
import type { Fenced, Relate, Write } from './fenced.ts'
import type { Observed } from './wall.ts'

/** Whether any role of this actor's kind may do this at this relation. */
export type May = (
  action: Action,
  subject: SubjectName,
  relation: Relation,
  who: { isRoot: boolean; isOrganisation: boolean },
) => boolean

/** The rule book as the comparison asks it. */
export type Book = { relate: Relate; may: May }

/** A place where wall and rule book say different things. */
export type Difference = string

type Compared = {
  book: Book
  plot: Index
  who: PlottedActor
  observed: Observed
  rowsOf: (fence: Fenced, who: PlottedActor) => never[]
}

const abilities = (isRoot: boolean, roles: readonly Role[]): Ability[] =>
  roles.map(role => abilityOfRoles({ roles: [role], isRoot }))

/** The rule book itself: every role of the actor's kind is tried, each alone. */
export function everyRole(): May {
  const staff = ROLES.filter(role => role !== 'organisation')
  const known = new Map<string, boolean>()
  const holders = {
    'staff root': abilities(true, staff),
    staff: abilities(false, staff),
    organisation: abilities(false, ['organisation']),
  }
  return (action, subject, relation, { isRoot, isOrganisation }) => {
    const kind = isOrganisation ? 'organisation' : isRoot ? 'staff root' : 'staff'
    const key = `${kind} ${action} ${subject} ${relation}`
    const answer =
      known.get(key) ??
      holders[kind].some(ability => isAllowed(ability, action as 'read', subject as 'Person', { relation }))
    known.set(key, answer)
    return answer
  }
}

/** Every action of the closed list that reads. */
const readings = SUBJECTS.flatMap(subject =>
  ACTIONS[subject].filter(action => action === 'read' || action === 'list').map(action => [action, subject] as const),
)

const kindOf = ({ actor }: PlottedActor) => ({
  isOrganisation: actor.kind === 'organisation',
  isRoot: actor.kind === 'tenant' && actor.isRoot,
})

/** Where the wall's reading of a table and the rule book's differ for one actor. */
export function* differencesInReading(fence: Fenced, compared: Compared): Generator<Difference> {
  const { book, plot, who, observed, rowsOf } = compared
  const shown = observed.shown.get(fence.name) ?? new Set()
  let expected = 0
  for (const row of rowsOf(fence, who)) {
    const relation = fence.relation(book.relate, plot, who.actor, row)
    const isShown = shown.has(fence.keyOf(row))
    if (relation !== 'none') expected += 1
    if (isShown !== (relation !== 'none'))
      yield `${fence.name} ${fence.keyOf(row)}: the wall ${isShown ? 'shows' : 'hides'} what is ${relation}`
    if (
      !isShown &&
      readings.some(
        ([action, subject]) => subject === fence.subject && book.may(action, subject, relation, kindOf(who)),
      )
    ) {
      yield `${fence.name} ${fence.keyOf(row)}: the book lets a role read what the wall hides`
    }
  }
  if (expected !== shown.size) yield `${fence.name}: the wall shows ${shown.size} rows, ${expected} by the book`
}

/** Where what the wall lets an actor write and what the rule book allows differ. */
export function* differencesInWriting(fence: Fenced, compared: Compared): Generator<Difference> {
  for (const command of ['update', 'delete'] as const) {
    const write = fence[command]
    if (write) yield* differencesInChange(fence, { ...compared, command, write })
  }
  const { insert } = fence
  for (const { row, isLetIn } of compared.observed.offers.get(fence.name) ?? []) {
    if (insert) yield* differencesInRow(fence, { ...compared, command: 'insert', write: insert, row, isLetIn })
  }
  if (compared.observed.pushed.has(fence.name))
    yield `${fence.name}: the wall lets a row be taken to where the actor does not stand`
}

type OneWrite = Compared & { command: string; write: Write }

function* differencesInChange(fence: Fenced, one: OneWrite): Generator<Difference> {
  const { observed, rowsOf, who, command } = one
  const changed = observed.changed.get(`${fence.name}.${command}`) ?? new Set()
  for (const row of rowsOf(fence, who))
    yield* differencesInRow(fence, { ...one, row, isLetIn: changed.has(fence.keyOf(row)) })
  const rights = rowsOf(fence, who).filter(row => hasRight(fence, { ...one, row })).length
  const reached = observed.reached.get(`${fence.name}.${command}`)
  if (changed.size !== rights || reached !== rights) {
    yield `${fence.name} ${command}: ${rights} rows by the book; the wall lets ${changed.size} through, ${reached} unread`
  }
}

function hasRight(fence: Fenced, { book, plot, who, write, row }: OneWrite & { row: never }): boolean {
  const relation = fence.relation(book.relate, plot, who.actor, row)
  return write.right({ actor: who.actor, row, relation, plot })
}

function* differencesInRow(fence: Fenced, one: OneWrite & { row: never; isLetIn: boolean }): Generator<Difference> {
  const { book, plot, who, write, row, isLetIn, command } = one
  const right = hasRight(fence, one)
  if (right !== isLetIn)
    yield `${fence.name} ${command} ${fence.keyOf(row)}: the wall ${isLetIn ? 'allows' : 'refuses'} it`
  const relation = fence.relation(book.relate, plot, who.actor, row)
  const isMeant = write.isMeant?.({ actor: who.actor, row, relation, plot }) ?? true
  if (isLetIn || !isMeant) return
  for (const [action, subject] of write.book) {
    if (book.may(action, subject, relation, kindOf(who)))
      yield `${fence.name} ${command} ${fence.keyOf(row)}: the book allows ${action}, the wall does not`
  }
}
