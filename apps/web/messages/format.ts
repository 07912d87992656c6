import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { chinesePunctuation } from './punctuation.ts'

/** Rewrites every Chinese message file with full-width punctuation: `pnpm run messages:format`. */
const folder = new URL('./zh/', import.meta.url)
for (const name of readdirSync(folder)) {
  const file = new URL(name, folder)
  const messages = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  for (const [key, text] of Object.entries(messages)) {
    if (key !== '$schema' && typeof text === 'string') messages[key] = chinesePunctuation(text)
  }
  writeFileSync(file, `${JSON.stringify(messages, null, 2)}\n`)
}
