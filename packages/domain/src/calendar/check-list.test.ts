import { describe, expect, it } from 'vitest'
import { publishedList } from '../../test/calendar-fixture.ts'
import { checkYearList, type ListLine, type ListRow } from './check-list.ts'

const lines = (rows: readonly (readonly [string, string, string])[]): ListLine[] =>
  rows.map(([day, kind, name], at) => ({ row: at + 1, day, kind, name }))
const years = (publishedList as unknown as { years: Record<string, ListRow[]> }).years
const good = years['2026'] ?? []
/** The faults of the year's list with further lines, as `row fault text`. */
const faultsWith = (...more: [string, string, string][]) => {
  const checked = checkYearList(2026, lines([...good, ...more]))
  return checked.ok ? [] : checked.faults.map(({ row, fault, text }) => `${(row ?? 0) - good.length} ${fault} ${text}`)
}

describe('a year’s list', () => {
  it.each(Object.keys(years))('as the state published it for %s is taken', year => {
    expect(checkYearList(Number(year), lines(years[year] ?? []))).toMatchObject({ ok: true })
  })

  it('is taken in words and days as people write them, in the order of days', () => {
    const written = good.map(([day, kind, name]) => {
      const [year, month, date] = day.split('-').map(Number)
      return [`${year}年${month}月${date}日`, kind === 'off' ? '休' : '班', name] as const
    })
    expect(checkYearList(2026, lines(written.toReversed()))).toEqual({
      ok: true,
      rows: good.toSorted(([one], [other]) => (one < other ? -1 : 1)),
    })
  })

  it.each([
    [['2026-02-30', 'off', '春节'], '1 notADay 2026-02-30'],
    [['下周一', 'off', '春节'], '1 notADay 下周一'],
    [['2025-11-03', 'off', '元旦'], '1 notOfYear 2025-11-03'],
    [['2027-01-01', 'off', '元旦'], '1 notOfYear 2027-01-01'],
    [[good[0]?.[0] ?? '', 'off', '元旦'], `1 twice ${good[0]?.[0]}`],
    [['2026-07-04', 'off', '周末'], '1 weekendAlone 2026-07-04'],
    [['2026-07-06', 'work', '上班'], '1 weekdayWork 2026-07-06'],
    [['2026-07-06', '半天', '假'], '1 kindUnknown 半天'],
    [['2026-07-06', 'off', ' '], '1 nameMissing '],
  ] as [[string, string, string], string][])('names what is wrong with %j', (line, fault) => {
    expect(faultsWith(line)).toEqual([fault])
  })

  it('names every bad line at once, by its number', () => {
    expect(faultsWith(['x', 'off', '假'], ['2026-07-04', 'off', '周末'])).toEqual([
      '1 notADay x',
      '2 weekendAlone 2026-07-04',
    ])
  })

  it('with far too few or too many days off is doubted as a whole', () => {
    const few = checkYearList(2026, lines(good.slice(0, 3)))
    expect(few).toMatchObject({ ok: false, faults: [{ row: null, fault: 'offDaysDoubtful' }] })
    expect(checkYearList(2026, [])).toMatchObject({ ok: false, faults: [{ fault: 'empty' }] })
  })
})
