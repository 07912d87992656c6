import type { ApiOutputs } from '#lib/api.ts'
import { number } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'
import type { TreeNode } from '#lib/ui/tree.svelte.ts'
import { tenantKindLabel, tenantStatusLabel } from '#lib/words.ts'

/** A line of the tree as the API gives it. */
export type TenantLine = ApiOutputs['tenants']['tree'][number]

/** What stands at the end of a line: what is not as usual first, then how many stand below. */
function noteOf(line: TenantLine): string {
  return [
    line.status === 'active' ? '' : tenantStatusLabel(line.status),
    line.kind === 'administrative' ? '' : tenantKindLabel(line.kind),
    line.isStatisticalOnly ? m.tenants_zone() : '',
    line.status === 'active' && line.functionCount === 0 ? m.tenants_undeclared() : '',
    line.childCount > 0 ? m.tenants_below({ count: number(line.childCount) }) : '',
  ]
    .filter(part => part !== '')
    .join(' · ')
}

/** A node of the tree view; with its children where they are known already. */
export function nodeOf(line: TenantLine, children?: readonly TreeNode[]): TreeNode {
  return {
    id: line.id,
    label: line.name,
    href: `/tenants/${line.id}`,
    note: noteOf(line),
    expandable: line.childCount > 0,
    ...(children ? { children } : {}),
  }
}

/** Nests lines, level by level from the top; `open` are those whose children are among them. */
export function nest(levels: readonly (readonly TenantLine[])[]): TreeNode[] {
  const below = new Map<string | null, readonly TenantLine[]>()
  for (const level of levels) {
    const [first] = level
    if (first) below.set(first.parentId, level)
  }
  const grow = (parentId: string | null): TreeNode[] | undefined =>
    below.get(parentId)?.map(line => nodeOf(line, grow(line.id)))
  return grow(null) ?? []
}
