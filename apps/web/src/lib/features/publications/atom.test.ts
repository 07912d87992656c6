import { expect, test } from 'vitest'
import { atomFeed, inXml } from './atom.ts'

const about = {
  title: '信息公开',
  href: 'https://a.example/public/news',
  self: 'https://a.example/feed.xml',
  language: 'zh-CN',
}

test('[B-06] the feed is well-formed whatever the words hold: signs of markup are text, control characters are left out', () => {
  expect(inXml(`a & b < c > "d" 'e' \u0000\u000B好\uD800𠮷`)).toBe(
    'a &amp; b &lt; c &gt; &quot;d&quot; &apos;e&apos; 好𠮷',
  )
  const feed = atomFeed({ ...about, now: '2026-03-02T01:00:00Z' }, [
    {
      ...{ id: '01a2', href: 'https://a.example/n?a=1&b=2', title: '<script>', summary: '甲 & 乙', author: '街道"站"' },
      ...{ category: 'notice', updatedAt: '2026-03-01T01:00:00Z' },
    },
  ])
  expect(feed).not.toContain('<script>')
  for (const part of ['&lt;script&gt;', 'a=1&amp;b=2', '甲 &amp; 乙', '<updated>2026-03-01T01:00:00Z</updated>'])
    expect(feed).toContain(part)
})

test('a feed of nothing says when it was looked at', () => {
  expect(atomFeed({ ...about, now: '2026-03-02T01:00:00Z' }, [])).toContain('<updated>2026-03-02T01:00:00Z</updated>')
})
