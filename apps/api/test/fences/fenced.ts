import { type Action, type Actor, type FactsOf, type Relation, relationOf, type SubjectName } from '@fuqiao/access'
import { type Index, organisationFacts } from './plot-index.ts'
import type { Rows } from './plot-types.ts'

/** The rule book's word on how an actor stands to a row; a mutant of it in the tests of this test. */
export type Relate = typeof relationOf

/** Who asks about which row, how they stand to it, and the plot around both. */
export type Asked<R = never> = { actor: Actor; row: R; relation: Relation; plot: Index }
/** Whether the wall must let an actor write this row. */
export type Right = (asked: Asked) => boolean
/** An action of the rule book that ends in this write. */
export type BookLine = readonly [Action, SubjectName]

/** A write through the wall: who must get through, and which actions of the rule book need it. */
export type Write = { right: Right; book: readonly BookLine[]; isMeant?: Right }

/** A walled table: its key, its rows, its actors' relations, its writes. */
export type Fenced = {
  name: string
  subject: SubjectName | null
  table: keyof Rows
  /** SQL of the key as text. */
  key: string
  keyOf: (row: never) => string
  relation: (relate: Relate, plot: Index, actor: Actor, row: never) => Relation
  insert?: Write
  /** `set` changes nothing that the wall looks at; `push` would take the row to where the actor does not stand. */
  update?: Write & { set: string; push?: string }
  delete?: Write
}

type Options<T extends keyof Rows, S extends SubjectName> = {
  name: string
  subject: S
  key?: string
  keyOf?: (row: Rows[T][number]) => string
  facts: (row: Rows[T][number], plot: Index) => FactsOf[S]
  insert?: WriteOptions<T>
  update?: WriteOptions<T> & { set: string; push?: string }
  delete?: WriteOptions<T>
}
type WriteOptions<T extends keyof Rows> = {
  right: (asked: Asked<Rows[T][number]>) => boolean
  book?: readonly BookLine[]
  isMeant?: (asked: Asked<Rows[T][number]>) => boolean
}

/** A walled table of the list, its rows and writes typed by the schema. */
export function fenced<T extends keyof Rows, S extends SubjectName>(table: T, options: Options<T, S>): Fenced {
  const { name, subject, key = 'id::text', keyOf, facts, insert, update, delete: erase } = options
  const write = (given: WriteOptions<T>): Write => ({ book: [], ...given })
  const plain = (row: { id: string }) => row.id
  return {
    name,
    subject,
    table,
    key,
    keyOf: keyOf ?? plain,
    relation: (relate, plot, actor, row) => relate(actor, subject, facts(row, plot), plot.now),
    ...(insert && { insert: write(insert) }),
    ...(update && { update: { ...update, ...write(update) } }),
    ...(erase && { delete: write(erase) }),
  }
}

/** Whether the actor stands so to the row. */
export const when =
  (...relations: Relation[]) =>
  ({ relation }: { relation: Relation }) =>
    relations.includes(relation)
/** The centre at the top of a network. */
export const isRoot = (actor: Actor) => actor.kind === 'tenant' && actor.isRoot
export const rootOnly = ({ actor, relation }: { actor: Actor; relation: Relation }) =>
  isRoot(actor) && relation !== 'none'
/** Whether the row is the acting party's own. */
export const isActing = (actor: Actor, row: { tenantId?: string | null; organisationId?: string | null }) =>
  actor.kind === 'tenant' ? row.tenantId === actor.tenantId : row.organisationId === actor.organisationId

/** Whether the actor stands to the organisation of a referral or an enquiry in any way; advice has none. */
export const seesOrganisation = ({ actor, row, plot }: Asked<Pick<Rows['referral'][number], 'organisationId'>>) =>
  row.organisationId == null ||
  relationOf(actor, 'Organisation', organisationFacts(plot, row.organisationId), plot.now) !== 'none'

/** A grant goes as far as the referral it accepts was consented to: by the target, after the decision, its sections, to the end of its last day. */
export function isCovered(grant: Rows['dossierGrant'][number], referral: Rows['referral'][number]): boolean {
  const isOfIt =
    grant.tenantId === referral.toTenantId &&
    grant.grantedByTenantId === referral.fromTenantId &&
    grant.organisationId === referral.organisationId
  if (!isOfIt || !referral.submittedAt || referral.state !== 'accepted' || !referral.grantUntil) return false
  const end = new Date(new Date(`${referral.grantUntil}T00:00:00+08:00`).getTime() + 86_400_000)
  const isWithin = grant.sections.every(section => referral.sections?.includes(section))
  return isWithin && (referral.personal || !grant.personal) && grant.until <= end
}

/** Where no row may go. */
export const nobody = '00000000-0000-0000-0000-000000000000'
export const away = `tenant_id = '${nobody}', scope_key = 0`
export const elsewhere = `tenant_id = '${nobody}'`
/** States in which nobody but the sender and the organisation knows of a referral. */
export const unsent = ['draft', 'awaitingConsent', 'awaitingApproval']
/** The row is of the tenant that acts. */
export const own = when('own')
