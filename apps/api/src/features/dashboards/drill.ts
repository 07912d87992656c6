import type { Counted, Drill, Figure, NeedCountFilter, ReferralCountFilter } from '@fuqiao/contract'
import type { Scope } from './board-scope.ts'

/** Whose figure: a scope's, or that of one of its lines. */
export type Whose = {
  /** Undefined where it is the viewer's own. */
  tenantId: string | undefined
  /** The incubator alone, without those below it. */
  alone: boolean
}

/** The figures of the scope as a whole. */
export function wholeOf(scope: Pick<Scope, 'isOwn' | 'tenant'>): Whose {
  return { tenantId: scope.isOwn ? undefined : scope.tenant.id, alone: false }
}

/** The figures of a line of the scope: a child with all below it, or the scope's own tenant alone. */
export function lineOf(
  scope: Pick<Scope, 'isOwn' | 'tenant'>,
  line: { tenant: { id: string }; isOwn: boolean },
): Whose {
  return line.isOwn ? { ...wholeOf(scope), alone: true } : { tenantId: line.tenant.id, alone: false }
}

type Words = Record<string, string | number | boolean | undefined>

function queryOf({ tenantId, alone }: Whose, words: Words): Record<string, string> {
  const all: Words = { tenantId, ...words, ...(alone ? { alone } : {}) }
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, `${value}`]])),
  )
}

/** The list of organisations that makes a figure, under the viewer's own sight. */
export function organisationsOf({ tenantId, alone }: Whose, filter: Record<string, string> = {}): Drill {
  if (alone && tenantId === undefined) return { page: 'organisations', query: { within: 'own', ...filter } }
  const place = tenantId === undefined ? {} : alone ? { tenantId } : { underTenantId: tenantId }
  return { page: 'organisations', query: { within: 'below', ...place, ...filter } }
}

/** The list of incubators that makes a figure of the scope. */
export function incubatorsOf(scope: Pick<Scope, 'isOwn' | 'tenant'>, filter: Record<string, string>): Drill {
  return { page: 'incubators', query: queryOf(wholeOf(scope), filter) }
}

/** The list of divisions that makes a figure of the scope. */
export function divisionsOf(scope: Pick<Scope, 'isOwn' | 'tenant'>, filter: Record<string, string>): Drill {
  return { page: 'divisions', query: queryOf(wholeOf(scope), filter) }
}

/** The board of a tenant of the scope. */
export function boardOf(tenantId: string): Drill {
  return { page: 'board', query: { tenantId } }
}

/** The first and the last day of a figure that has a time of its own. */
export type Days = { from: string; to: string }

/**
 * The referrals that a figure counts. The list holds the rows that the viewer is a party of, and goes on to the next tier's counts for all
 * others: what a referral holds is for its parties, and a superior of one of them is told how many there are, to the last incubator, and no more.
 */
export function referralsOf(whose: Whose, filter: Partial<ReferralCountFilter>, days?: Days): Drill {
  return { page: 'referralList', query: queryOf(whose, { ...filter, ...days }) }
}

/** The unmet needs that a figure counts; the same holds for their referrals. */
export function needsOf(whose: Whose, filter: NeedCountFilter): Drill {
  return { page: 'needList', query: queryOf(whose, filter) }
}

/** A count with its rows. */
export function counted(value: number, drill: Drill | null): Counted {
  return { value, drill }
}

/**
 * A figure with its rows and, where there is one, the value it is compared with. The comparison is not a figure of its own: the same board shows
 * it, with its rows, for the time before.
 */
export function figure(value: number, drill: Drill | null, previous: number | null = null): Figure {
  return { value, previous, drill }
}
