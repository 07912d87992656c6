import type { LucideProps } from '@lucide/svelte'
import type { Component } from 'svelte'

/** A pictogram, one of `@lucide/svelte/icons/*`. Beside words it is decoration; alone it needs a label on its button. */
export type Icon = Component<LucideProps>
