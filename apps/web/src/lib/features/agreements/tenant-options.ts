import type { ApiCaller } from '#lib/api.ts'
import type { Option } from '#lib/ui/field-props.ts'
import { tierLabel } from '#lib/words.ts'

/** Incubators offered before anything is typed: the network's centre and those directly below it, but for the own. */
export async function tenantOptions(api: ApiCaller, ownId: string | null | undefined): Promise<Option[]> {
  const [root] = await api.tenants.tree({ parentId: null })
  if (!root) return []
  const children = await api.tenants.tree({ parentId: root.id })
  return [root, ...children]
    .filter(({ id }) => id !== ownId)
    .map(({ id, name, tier }) => ({ value: id, label: name, description: tierLabel(tier) }))
}
