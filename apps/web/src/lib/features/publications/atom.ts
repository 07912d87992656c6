/** An entry of a feed. `id` never changes; `summary` is plain text. */
export type FeedEntry = {
  id: string
  href: string
  title: string
  summary: string
  author: string
  category: string
  updatedAt: string
}

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
/** Text as XML holds it; characters that XML 1.0 has no place for are left out. */
export const inXml = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll(/[&<>"']/g, sign => signs[sign] ?? sign)

/** An Atom feed (RFC 4287), the latest entry first; `href` is the page that it is of, `self` its own address. */
export function atomFeed(
  { title, href, self, language, now }: { title: string; href: string; self: string; language: string; now: string },
  entries: readonly FeedEntry[],
): string {
  const latest = entries.map(({ updatedAt }) => updatedAt).reduce((a, b) => (a > b ? a : b), '')
  const items = entries.map(
    entry => `  <entry>
    <id>urn:uuid:${inXml(entry.id)}</id>
    <title>${inXml(entry.title)}</title>
    <link rel="alternate" type="text/html" href="${inXml(entry.href)}"/>
    <updated>${inXml(entry.updatedAt)}</updated>
    <author><name>${inXml(entry.author)}</name></author>
    <category term="${inXml(entry.category)}"/>
    <summary>${inXml(entry.summary)}</summary>
  </entry>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${inXml(language)}">
  <id>${inXml(self)}</id>
  <title>${inXml(title)}</title>
  <link rel="self" type="application/atom+xml" href="${inXml(self)}"/>
  <link rel="alternate" type="text/html" href="${inXml(href)}"/>
  <updated>${inXml(latest || now)}</updated>
${items.join('\n')}
</feed>
`
}
