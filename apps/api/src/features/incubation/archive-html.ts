import type { Language } from '../../sheets/row-words.ts'

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** A text as a page may hold it: whatever somebody wrote, it is read and nothing else. */
export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, sign => signs[sign] ?? sign)

/** What a cell holds: a text, or a way to a file of the same package. */
export type Cell = string | { href: string; text: string }

const cellHtml = (cell: Cell): string =>
  typeof cell === 'string' ? escaped(cell) : `<a href="${escaped(cell.href)}">${escaped(cell.text)}</a>`

/** A table with its heading; where it has no rows, the word for none. */
export function table(title: string, headers: readonly string[], rows: readonly (readonly Cell[])[], none: string) {
  const head = headers.map(header => `<th scope="col">${escaped(header)}</th>`).join('')
  const body = rows.map(row => `<tr>${row.map(cell => `<td>${cellHtml(cell)}</td>`).join('')}</tr>`).join('\n')
  const shown =
    rows.length > 0
      ? `<table><thead><tr>${head}</tr></thead>\n<tbody>${body}</tbody></table>`
      : `<p>${escaped(none)}</p>`
  return `<h2>${escaped(title)}</h2>\n${shown}`
}

/** Facts by name. */
export function facts(title: string, items: readonly (readonly [string, Cell])[]): string {
  const list = items.map(([label, value]) => `<dt>${escaped(label)}</dt><dd>${cellHtml(value)}</dd>`).join('\n')
  return `<h2>${escaped(title)}</h2>\n<dl>${list}</dl>`
}

const style = `body{font:16px/1.6 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#1c2321}
table{border-collapse:collapse;width:100%;font-size:.875rem}th,td{border:1px solid #c9d1cd;padding:.375rem .5rem;text-align:start;vertical-align:top;overflow-wrap:anywhere}
th{background:#eef2f0}dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}dt{color:#55605b}dd{margin:0;overflow-wrap:anywhere}h2{margin-top:2rem;font-size:1.125rem}`

/** A page of its own that asks nothing of any server, to be read and printed wherever it is unpacked. */
export function page(language: Language, title: string, parts: readonly string[]): string {
  const lang = language === 'zh' ? 'zh-CN' : 'en'
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
${parts.join('\n')}
</body>
</html>
`
}
