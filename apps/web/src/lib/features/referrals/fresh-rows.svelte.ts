import type { ReferralRowView } from '@fuqiao/contract'
import { SvelteMap } from 'svelte/reactivity'

type Row = Pick<ReferralRowView, 'id' | 'version'>

/** Which rows came or changed while the page was open. */
export class FreshRows {
  readonly #known = new SvelteMap<string, number>()

  constructor(rows: readonly Row[]) {
    for (const { id, version } of rows) this.#known.set(id, version)
  }

  /** Whether the row is not as it was when the page was opened. */
  has({ id, version }: Row): boolean {
    return this.#known.get(id) !== version
  }

  /** How many of these are new or changed. */
  count(rows: readonly Row[]): number {
    return rows.filter(row => this.has(row)).length
  }
}
