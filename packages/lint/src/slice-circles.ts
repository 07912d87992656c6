import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Which slices each slice imports. */
export type SliceGraph = ReadonlyMap<string, ReadonlySet<string>>

/** Reads the imports between the slices under `features`, tests aside. */
export function readSliceGraph(features: string): SliceGraph {
  const files = readdirSync(features, { recursive: true, encoding: 'utf8' }).map(file => file.replaceAll('\\', '/'))
  const graph = new Map<string, Set<string>>()
  for (const file of files.filter(each => each.endsWith('.ts') && !each.endsWith('.test.ts'))) {
    const [slice = ''] = file.split('/')
    const targets = graph.get(slice) ?? new Set()
    graph.set(slice, targets)
    const source = readFileSync(path.join(features, file), 'utf8')
    for (const [, specifier = ''] of source.matchAll(/\bfrom '(\.[^']+)'/g)) {
      const [target = ''] = path.posix.join(path.posix.dirname(file), specifier).split('/')
      if (target !== slice && target !== '..') targets.add(target)
    }
  }
  return graph
}

/** One circle of slices, such as ['a', 'b', 'a']; undefined when there is none. */
export function findCircle(graph: SliceGraph): string[] | undefined {
  const cleared = new Set<string>()
  const follow = (slice: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(slice)) return [...way.slice(way.indexOf(slice)), slice]
    if (cleared.has(slice)) return undefined
    for (const next of graph.get(slice) ?? []) {
      const circle = follow(next, [...way, slice])
      if (circle) return circle
    }
    cleared.add(slice)
    return undefined
  }
  for (const slice of graph.keys()) {
    const circle = follow(slice, [])
    if (circle) return circle
  }
  return undefined
}
