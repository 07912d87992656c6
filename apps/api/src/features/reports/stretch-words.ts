import type { Language } from '../../sheets/row-words.ts'

/** A stretch of time in words: `2026-H1` is 2026年上半年. */
export function stretchWords(bucket: string, language: Language): string {
  const [year = '', part = ''] = bucket.split('-')
  const [sort, number] = [part.slice(0, 1), part.slice(1)]
  if (language === 'en') return part === '' ? year : `${year} ${part}`
  if (sort === 'H') return `${year}年${number === '1' ? '上' : '下'}半年`
  return sort === 'Q' ? `${year}年第${number}季度` : `${year}年`
}
