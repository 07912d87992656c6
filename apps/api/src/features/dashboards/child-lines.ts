import type { BoardScope } from '@fuqiao/contract'
import type { Scope } from './board-scope.ts'
import type { BoardTenant } from './scope-store.ts'

/** The tenant of a line, without its place in the tree. */
export type LineTenant = BoardScope['tenant'] & { status: string }

function lineTenant({ id, name, shortName, tier, kind, divisionCode, status }: BoardTenant): LineTenant {
  return { id, name, shortName, tier, kind, divisionCode, status }
}

/**
 * A line for the scope's own tenant and for each directly below. A tenant that is not at work any more has a line only while it has figures;
 * where there is nobody below, there are no lines.
 */
export function childLines<T extends object>(
  scope: Pick<Scope, 'tenant' | 'lines'>,
  figuresOf: (low: string) => T | null,
  nothing: T,
): (T & { tenant: LineTenant; isOwn: boolean })[] {
  if (scope.lines.length < 2) return []
  return scope.lines.flatMap(line => {
    const figures = figuresOf(line.low)
    if (!figures && line.status !== 'active') return []
    return [{ ...(figures ?? nothing), tenant: lineTenant(line), isOwn: line.id === scope.tenant.id }]
  })
}
