import { readFileSync } from 'node:fs'

/** What the pages say in a language, by the names of their messages; of these parts of the messages. */
export function pageWords(language: 'zh' | 'en', ...parts: readonly string[]): Record<string, string> {
  const read = (part: string) =>
    JSON.parse(readFileSync(new URL(`../../web/messages/${language}/${part}.json`, import.meta.url), 'utf8')) as Record<
      string,
      string
    >
  return Object.assign({}, ...parts.map(read)) as Record<string, string>
}
