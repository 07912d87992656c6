import { type Action, type Actor, type FactsOf, type Relation, relationOf, type SubjectName } from '@fuqiao/access'
import type { Book, May } from './compare.ts'
import type { Relate } from './fenced.ts'

/** A rule book with one rule weakened or lost. */
export type Mutant = { name: string; book: Book }

type AnyFacts = Record<string, unknown> & { grants?: readonly AnyFacts[]; referral?: AnyFacts; organisation?: AnyFacts }

/** Relations as they are, of facts that are not. */
function withFacts(change: (facts: AnyFacts, actor: Actor) => AnyFacts): Relate {
  return (actor, subject, facts, now) => relationOf(actor, subject, change(facts as AnyFacts, actor) as never, now)
}

/** Changes every grant among the facts, also those of an organisation inside them. */
function withGrants(change: (grant: AnyFacts, actor: Actor) => AnyFacts): Relate {
  const changed = (facts: AnyFacts, actor: Actor): AnyFacts => ({
    ...facts,
    ...(facts.grants && { grants: facts.grants.map(grant => change(grant, actor)) }),
    ...(facts.organisation && { organisation: changed(facts.organisation, actor) }),
  })
  return withFacts(changed)
}

/** Changes the referral among the facts, or the referral that they are. */
function withReferral(change: (referral: AnyFacts) => AnyFacts): Relate {
  return withFacts(facts =>
    facts.referral ? { ...facts, referral: change(facts.referral) } : 'submittedAt' in facts ? change(facts) : facts,
  )
}

function withCase(change: (facts: AnyFacts) => AnyFacts): Relate {
  return withFacts(facts => ('holderTenantIds' in facts ? change(facts) : facts))
}

function withActor(change: (actor: Extract<Actor, { kind: 'tenant' }>) => Partial<Actor>): Relate {
  return (actor, subject, facts, now) =>
    relationOf(actor.kind === 'tenant' ? ({ ...actor, ...change(actor) } as Actor) : actor, subject, facts, now)
}

const [longAgo, farAway] = [new Date('1990-01-01'), new Date('2090-01-01')]
const everySection = [
  'profile',
  'staff',
  'party',
  'finance',
  'projects',
  'services',
  'assessments',
  'credit',
  'documents',
]

/** Each condition of `relationOf`, dropped. */
const weakened: Record<string, Relate> = {
  'a grant does not begin': withGrants(grant => ({ ...grant, from: longAgo })),
  'a grant does not run out': withGrants(grant => ({ ...grant, until: farAway })),
  'a grant is not ended': withGrants(grant => ({ ...grant, endedAt: null })),
  'a grant of one tenant serves all': withGrants((grant, actor) => ({
    ...grant,
    tenantId: actor.kind === 'tenant' ? actor.tenantId : grant['tenantId'],
  })),
  'a grant opens every section': withGrants(grant => ({ ...grant, sections: everySection })),
  'a grant opens personal data': withGrants(grant => ({ ...grant, personal: true })),
  'a grant lives through its last instant': withGrants(grant => ({
    ...grant,
    until: new Date((grant['until'] as Date).getTime() + 1),
  })),
  'a grant begins after its first instant': withGrants(grant => ({
    ...grant,
    from: new Date((grant['from'] as Date).getTime() + 1),
  })),
  'a signed paper is a document': withFacts(facts => ('purpose' in facts ? { ...facts, purpose: 'document' } : facts)),
  'what shows an outcome is open before one stands': withFacts(facts =>
    'purpose' in facts && facts.referral ? { ...facts, referral: { ...facts.referral, state: 'closed' } } : facts,
  ),
  'the target knows before submission': withReferral(referral => ({ ...referral, submittedAt: longAgo })),
  'the organisation sees drafts': withReferral(referral => ({ ...referral, state: 'submitted' })),
  'the desk has no part': withReferral(referral => ({ ...referral, deskTenantId: null })),
  'a line of the timeline is for everyone': withFacts(facts =>
    'audience' in facts ? { ...facts, audience: ['sender', 'target', 'desk', 'organisation'] } : facts,
  ),
  'an application is open before it is submitted': withCase(facts => ({ ...facts, submittedAt: longAgo })),
  'an application is the other side’s until it is submitted': withCase(facts => ({
    ...facts,
    isByOrganisation: !facts['isByOrganisation'],
  })),
  'nobody above has anything to do to a case': withCase(facts => ({ ...facts, holderTenantIds: [] })),
  'nobody sits on a panel': withFacts(facts =>
    'seatedPersonIds' in facts ? { ...facts, seatedPersonIds: [] } : facts,
  ),
  'marks lie open before all are given': withFacts(facts => ('isOpen' in facts ? { ...facts, isOpen: true } : facts)),
  'everyone stands at the top': withActor(({ networkId }) => ({
    scopeLow: BigInt(networkId) << 48n,
    scopeHigh: (BigInt(networkId + 1) << 48n) - 1n,
  })),
  'a range begins one key early': withActor(({ scopeLow }) => ({ scopeLow: scopeLow - 1n })),
  'a range ends one key late': withActor(({ scopeHigh }) => ({ scopeHigh: scopeHigh + 1n })),
  'a range ends one key early': withActor(({ scopeHigh }) => ({ scopeHigh: scopeHigh - 1n })),
  'every tenant is the root': withActor(() => ({ isRoot: true })),
}

/** The rules that narrow or widen: each condition dropped; for each subject, each relation lost and strangers taken for superiors. */
export function relationMutants(may: May, occurring: ReadonlyMap<SubjectName, ReadonlySet<Relation>>): Mutant[] {
  const conditions = Object.entries(weakened).map(([name, relate]) => ({ name, book: { may, relate } }))
  const subjects = [...occurring].flatMap(([subject, relations]) => [
    only(subject, 'none', 'superior', may),
    ...[...relations].filter(relation => relation !== 'none').map(relation => only(subject, relation, 'none', may)),
  ])
  return [...conditions, ...subjects]
}

function only(subject: SubjectName, from: Relation, to: Relation, may: May): Mutant {
  const relate: Relate = <S extends SubjectName>(actor: Actor, name: S, facts: FactsOf[S], now: Date) => {
    const relation = relationOf(actor, name, facts, now)
    return name === subject && relation === from ? to : relation
  }
  return { name: `${subject}: ${from} is taken for ${to}`, book: { may, relate } }
}

/** An action of the matrix, given to a relation that has no right to its write, or to strangers. */
export function matrixMutants(may: May, widenings: readonly (readonly [Action, SubjectName, Relation])[]): Mutant[] {
  return widenings.map(([action, subject, relation]) => ({
    name: `${action} ${subject} is allowed when ${relation}`,
    book: {
      relate: relationOf,
      may: (asked, of, at, who) => (asked === action && of === subject && at === relation) || may(asked, of, at, who),
    },
  }))
}

/** Every tenant's director changes the tree, as if the matrix had lost its limit to the root. */
export function limitMutant(may: May): Mutant {
  return {
    name: 'what is the root’s is everyone’s',
    book: {
      relate: relationOf,
      may: (action, subject, relation, who) => may(action, subject, relation, { ...who, isRoot: true }),
    },
  }
}
