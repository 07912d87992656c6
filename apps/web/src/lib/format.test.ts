import { expect, test } from 'vitest'
import { fileSize, isoDate, isoMinute, money, number, percent, relativeTime, shortDay } from '#lib/format.ts'

test('days and minutes are those of Beijing, wherever the server stands', () => {
  expect(isoDate('2026-12-31T16:00:00Z')).toBe('2027-01-01')
  expect(isoMinute(new Date('2026-11-05T09:30:00Z'))).toBe('2026-11-05 17:30')
  expect(isoMinute('2026-11-04T16:05:00Z')).toBe('2026-11-05 00:05')
})

test('a day near today has its weekday beside it', () => {
  expect(shortDay('2026-11-04T16:05:00Z')).toBe('11月5日 周四')
})

test('amounts are in fen and shown in yuan', () => {
  expect(money(1_200_050)).toBe('¥12,000.50')
})

test('figures are grouped and shares are per cent', () => {
  expect(number(36_012)).toBe('36,012')
  expect(percent(0.875)).toBe('87.5%')
  expect(fileSize(3_400_000)).toBe('3.4 MB')
})

test('how long ago is said in the largest fitting unit', () => {
  const now = '2026-11-05T09:30:00Z'
  expect(relativeTime('2026-11-05T06:29:00Z', now)).toBe('3小时前')
  expect(relativeTime('2026-11-03T09:00:00Z', now)).toBe('前天')
  expect(relativeTime('2026-11-05T09:29:40Z', now)).toBe('此刻')
})
