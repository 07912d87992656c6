/** A section of a standard. */
export type Section = { heading: string; words: string }

/** The sections of a text: each begins with a line `# heading`; what stands before the first has none, and is refused as such. */
export function sectionsOf(text: string): Section[] {
  const sections: Section[] = []
  for (const line of text.split(/\r?\n/)) {
    const heading = /^#\s*(.*)$/.exec(line)?.[1]
    if (heading !== undefined) sections.push({ heading: heading.trim(), words: '' })
    else if (line.trim() !== '' || sections.length > 0) {
      const section = sections.at(-1) ?? { heading: '', words: '' }
      if (sections.length === 0) sections.push(section)
      section.words += `${line}\n`
    }
  }
  return sections.map(({ heading, words }) => ({ heading, words: words.trim() }))
}

/** The text that such sections are written as. */
export const textOfSections = (sections: readonly Section[]): string =>
  sections.map(({ heading, words }) => `# ${heading}\n${words}`).join('\n\n')
