import { AppError } from './app-error.ts'
import { trpc } from './init.ts'

/** Whether a text can be stored: PostgreSQL keeps no NUL, and half a surrogate pair would come back as another character than was digested. */
const isStorable = (text: string) => !text.includes('\u0000') && text.isWellFormed()

/** No input of ours is nested as deep as this. */
const deepest = 20

/** Where a value holds text that cannot be stored, or is nested too deep to be looked through; null when nowhere. Bytes are no text. */
function unstorable(value: unknown, path: string, depth = 0): string | null {
  if (typeof value === 'string') return isStorable(value) ? null : path
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return null
  if (depth > deepest) return path
  for (const [name, part] of Object.entries(value)) {
    if (!isStorable(name)) return path
    const found = unstorable(part, path === '' ? name : `${path}.${name}`, depth + 1)
    if (found !== null) return found
  }
  return null
}

/** Refuses, in whatever field, what is no text although it looks like one. @throws AppError INPUT_INVALID naming the field */
export function refuseUnreadable(input: unknown): void {
  const field = unstorable(input, '')
  if (field !== null)
    throw new AppError('INPUT_INVALID', {}, { [field === '' ? 'input' : field]: 'INPUT_TEXT_UNREADABLE' })
}

/** `refuseUnreadable` for procedures without a session. */
export const onlyText = trpc.middleware(async ({ getRawInput, next }) => {
  refuseUnreadable(await getRawInput())
  return next()
})
