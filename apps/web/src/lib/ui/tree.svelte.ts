import { SvelteMap, SvelteSet } from 'svelte/reactivity'

/** A node of a tree; its children are given, or fetched when it is first opened. */
export interface TreeNode {
  id: string
  label: string
  /** Opens the node's own page. */
  href?: string | undefined
  /** What stands at the end of the line, such as a number of organisations. */
  note?: string | undefined
  expandable: boolean
  children?: readonly TreeNode[] | undefined
}

/** One visible line of the tree. */
export interface TreeLine {
  node: TreeNode
  level: number
  position: number
  siblings: number
  parent: string | null
}

/** Which nodes are open, what was fetched, and where the keyboard stands. */
export class TreeState {
  readonly open = new SvelteSet<string>()
  readonly loading = new SvelteSet<string>()
  readonly failed = new SvelteSet<string>()
  readonly #fetched = new SvelteMap<string, readonly TreeNode[]>()
  readonly #load: ((id: string) => Promise<readonly TreeNode[]>) | undefined

  constructor(open: readonly string[], load: ((id: string) => Promise<readonly TreeNode[]>) | undefined) {
    for (const id of open) this.open.add(id)
    this.#load = load
  }

  /** The lines to show, from the top. */
  lines(nodes: readonly TreeNode[], level = 1, parent: string | null = null): TreeLine[] {
    return nodes.flatMap((node, index) => [
      { node, level, position: index + 1, siblings: nodes.length, parent },
      ...(this.open.has(node.id) ? this.lines(this.#childrenOf(node) ?? [], level + 1, node.id) : []),
    ])
  }

  /** Opens or closes a node; fetches its children the first time. */
  async toggle(node: TreeNode, open = !this.open.has(node.id)): Promise<void> {
    if (!open) {
      this.open.delete(node.id)
      return
    }
    if (this.#childrenOf(node) === undefined && !(await this.#fetch(node.id))) return
    this.open.add(node.id)
  }

  #childrenOf(node: TreeNode): readonly TreeNode[] | undefined {
    return this.#fetched.get(node.id) ?? node.children
  }

  async #fetch(id: string): Promise<boolean> {
    if (this.#load === undefined || this.loading.has(id)) return false
    this.loading.add(id)
    this.failed.delete(id)
    try {
      this.#fetched.set(id, await this.#load(id))
      return true
    } catch {
      this.failed.add(id)
      return false
    } finally {
      this.loading.delete(id)
    }
  }
}
