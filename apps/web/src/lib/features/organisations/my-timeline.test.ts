import { expect, test } from 'vitest'
import { timelineOf } from './my-timeline.ts'

type Mine = Parameters<typeof timelineOf>[0]
type Referrals = Parameters<typeof timelineOf>[1]

const mine = {
  card: {
    createdAt: '2026-01-05T01:00:00.000Z',
    firstContact: { id: 'a', name: '东华门街道' },
    filedOn: '2026-01-06',
    filingNumber: '110101001-2026-0001',
    serving: [
      { tenantId: 'b', tenantName: '助老基地', from: '2026-03-01T02:00:00.000Z', until: '2026-06-01T02:00:00.000Z' },
    ],
  },
  sections: [
    {
      section: 'services',
      body: { items: [{ on: '2026-04-02', what: '财务培训', provider: '海淀区中心', need: null, attendances: 8 }] },
    },
  ],
} as unknown as Mine

const referrals = [
  {
    id: 'r',
    number: '2026-0003',
    state: 'active',
    from: { name: '东华门街道' },
    to: { name: '助老基地' },
    isMine: false,
    updatedAt: '2026-03-02T00:00:00.000Z',
  },
] as unknown as Referrals

test('one timeline holds what every incubator did, the latest first, and leads to each referral', () => {
  const lines = timelineOf(mine, referrals)
  expect(lines.map(({ at }) => at.slice(0, 10))).toEqual([
    '2026-06-01',
    '2026-04-02',
    '2026-03-02',
    '2026-03-01',
    '2026-01-06',
    '2026-01-05',
  ])
  expect(lines.map(({ actor }) => actor)).toEqual([
    '助老基地',
    '海淀区中心',
    '东华门街道 → 助老基地',
    '助老基地',
    undefined,
    '东华门街道',
  ])
  expect(lines.find(({ id }) => id === 'r')?.href).toBe('/my/referrals/r')
  expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length)
})
