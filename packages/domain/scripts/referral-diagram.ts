import { readFileSync } from 'node:fs'
import { stateDiagram } from '../src/referral/diagram.ts'

/** Where the diagram stands in the docs. */
export const diagramFile = new URL('../README.md', import.meta.url)

const begin = '<!-- referral states: written by `pnpm --filter @fuqiao/domain diagram` -->'
const end = '<!-- end of the referral states -->'

/** The text with the machine's diagram between its markers. @throws Error when a marker is missing */
export function withDiagram(text: string): string {
  const from = text.indexOf(begin)
  const to = text.indexOf(end)
  if (from < 0 || to < from) throw new Error(`no place for the diagram in ${diagramFile.pathname}`)
  return `${text.slice(0, from)}${begin}\n\`\`\`mermaid\n${stateDiagram()}\`\`\`\n${text.slice(to)}`
}

/** The docs as they stand. */
export function readDocs(): string {
  return readFileSync(diagramFile, 'utf8')
}
