import type { Drill, Figure } from '@fuqiao/contract'
import type { Scope } from './board-scope.ts'

/** The list of organisations that makes a figure of the scope, under the viewer's own sight. */
export function organisationsOf(scope: Pick<Scope, 'isOwn' | 'tenant'>, filter: Record<string, string> = {}): Drill {
  return {
    page: 'organisations',
    query: { within: 'below', ...(scope.isOwn ? {} : { underTenantId: scope.tenant.id }), ...filter },
  }
}

/** The list of incubators that makes a figure of the scope. */
export function incubatorsOf(scope: Pick<Scope, 'isOwn' | 'tenant'>, filter: Record<string, string>): Drill {
  return { page: 'incubators', query: { ...(scope.isOwn ? {} : { tenantId: scope.tenant.id }), ...filter } }
}

/** The board of a tenant of the scope. */
export function boardOf(tenantId: string): Drill {
  return { page: 'board', query: { tenantId } }
}

/**
 * Where a figure about referrals leads. Rows open for the viewer's own incubator alone, in its inbox or outbox; figures that count other
 * incubators lead to the table of counts by child.
 */
export function referralsOf(
  scope: Pick<Scope, 'isOwn' | 'tenant' | 'lines'>,
  box: 'inbox' | 'outbox',
  filter: Record<string, string> = {},
): Drill | null {
  if (scope.lines.length > 1) return { page: 'referralTable', query: scope.isOwn ? {} : { tenantId: scope.tenant.id } }
  return scope.isOwn ? { page: box, query: filter } : null
}

/** A figure with its rows and, where there is one, the value it is compared with. */
export function figure(value: number, drill: Drill | null, previous: number | null = null): Figure {
  return { value, previous, drill }
}
