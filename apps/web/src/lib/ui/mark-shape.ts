/** Shapes of `Mark`, from "open" to "over". */
export type MarkShape = 'ring' | 'half' | 'dot' | 'check' | 'triangle' | 'diamond' | 'cross' | 'bar'
