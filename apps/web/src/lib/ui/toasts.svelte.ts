/** A short word about something that has just happened; whatever matters also stands on the page. */
export interface Toast {
  id: number
  text: string
}

const SHOWN_MS = 6_000
let last = 0

/** The words being shown, oldest first. */
export const toasts = $state<Toast[]>([])

/** Shows a word for six seconds. Never the only feedback of an action. */
export function toast(text: string): void {
  const id = ++last
  toasts.push({ id, text })
  setTimeout(() => dismiss(id), SHOWN_MS)
}

/** Takes a word away before its time. */
export function dismiss(id: number): void {
  const index = toasts.findIndex(one => one.id === id)
  if (index >= 0) toasts.splice(index, 1)
}
