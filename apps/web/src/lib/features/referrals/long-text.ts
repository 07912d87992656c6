type Extra = { hint?: string; required?: boolean; rows?: number; limit?: number }

/** A field for some lines of text. */
export const longText = (name: string, label: string, { hint, required = true, rows = 2, limit = 500 }: Extra = {}) =>
  ({ as: 'text', name, label, required, rows, limit, ...(hint === undefined ? {} : { hint }) }) as const
