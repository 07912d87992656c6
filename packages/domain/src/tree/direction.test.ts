import { expect, it } from 'vitest'
import { directionOf } from './direction.ts'
import type { TreeNode } from './direction.ts'
import { childKey, rootKey } from './scope-key.ts'

const node = (depth: number, over: Partial<TreeNode> = {}): TreeNode => ({
  tenantId: `t${depth}`,
  networkId: 1,
  scopeKey: rootKey(1),
  depth,
  tier: (['city', 'district', 'street'] as const)[depth] ?? 'community',
  kind: 'administrative',
  ...over,
})
const sector = node(1, { tier: 'city', kind: 'sectorAuthority', scopeKey: childKey({ key: rootKey(1), depth: 0 }, 9) })

it.each([
  ['a street to the city', node(2), node(0), 'up'],
  ['a street to another district', node(2), node(1, { tenantId: 'other' }), 'up'],
  ['the city to a street', node(0), node(2), 'down'],
  ['a district to a district', node(1), node(1, { tenantId: 'other' }), 'lateral'],
  ['a street to a sector incubator', node(2), sector, 'sector'],
  ['the city to a sector incubator below it', node(0), sector, 'sector'],
  ['a sector incubator to the city', sector, node(0), 'up'],
  ['a sector incubator to a mass organisation', sector, node(1, { kind: 'massOrganisation' }), 'sector'],
  ['a street to another network, whatever stands there', node(2), { ...sector, networkId: 2 }, 'network'],
] as const)('the way from %s follows from the tree', (_, from, to, direction) => {
  expect(directionOf(from, to)).toBe(direction)
})
