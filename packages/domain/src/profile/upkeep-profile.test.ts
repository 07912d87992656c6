import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseProfile } from './parse-profile.ts'

const read = (id: string) =>
  JSON.parse(readFileSync(new URL(`../../../../db/profiles/${id}.json`, import.meta.url), 'utf8')) as Record<
    string,
    unknown
  >
const known = () => {
  const parsed = parseProfile(read('beijing-2017'))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  return new Map([['beijing-2017', parsed.profile]])
}
const profile = (id: string) => {
  const parsed = parseProfile(read(id), known())
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  return parsed.profile
}

describe('the rules on staff, premises and party', () => {
  test('are each from the document that has them; what all take from the reference, they say', () => {
    const { training, payFloor } = profile('beijing-2017').staffing!
    expect([training?.isSetting, payFloor?.isSetting, payFloor?.of]).toEqual([true, true, 'purchasedPosts'])
    for (const id of ['wuhan-2015', 'jilin-2014', 'zhengzhou-2018', 'lingwu-2021'])
      expect(profile(id).staffing).toMatchObject({ training, payFloor })
    expect(profile('wuhan-2015').basis?.taken).toEqual(expect.arrayContaining(['staffing.training']))
    expect(profile('jilin-2014').basis?.taken).toContain('staffing')
    const withPremises = ['beijing-2017', 'wuhan-2015', 'jilin-2014', 'zhengzhou-2018', 'lingwu-2021'].filter(
      id => profile(id).premises,
    )
    expect(withPremises).toEqual(['wuhan-2015', 'zhengzhou-2018'])
    expect(profile('wuhan-2015').party).toEqual({ branchFrom: 3, provision: 'W-15' })
    expect(profile('zhengzhou-2018').party).toBeUndefined()
  })

  const room = { id: 'a', name: { zh: '某', en: 'Some' }, uses: ['office'], atLeast: 1 }
  const post = { id: 'a', tiers: ['city'], staffAtLeast: 1, fullTimeAtLeast: 1 }
  test.each([
    ['staffing', { posts: [{ ...post, fullTimeAtLeast: 2 }] }, 'staffing.posts.0.fullTimeAtLeast', 'more full-time'],
    ['staffing', { posts: [{ ...post, tiers: ['county'] }] }, 'staffing.posts.0.tiers.0', 'no tier "county"'],
    ['staffing', { posts: [post, post] }, 'staffing.posts.1', 'listed twice'],
    ['staffing', { posts: [post], leader: 1 }, 'staffing', 'leader'],
    [
      'staffing',
      { payFloor: { yuanPerMonth: 0, of: 'purchasedPosts', isSetting: true } },
      'staffing.payFloor.yuanPerMonth',
      '',
    ],
    [
      'premises',
      { tiers: ['city'], rooms: [{ ...room, uses: ['kitchen'] }], equipment: [] },
      'premises.rooms.0.uses.0',
      '',
    ],
    ['premises', { tiers: ['town'], rooms: [room], equipment: [] }, 'premises.tiers.0', ''],
    ['premises', { tiers: ['county'], rooms: [room], equipment: [] }, 'premises.tiers.0', 'no tier "county"'],
    [
      'premises',
      { tiers: ['city'], rooms: [room], sharedRoom: { name: room.name, uses: ['training'] }, equipment: [] },
      'premises.sharedRoom.uses.0',
      'no rule on rooms',
    ],
    ['party', { branchFrom: 0 }, 'party.branchFrom', ''],
    ['party', { branchFrom: 3, provision: 'Q-1' }, 'party.provision', ''],
  ])('wrong in %s: %j are refused at %s, with the reason', (section, value, place, reason) => {
    const parsed = parseProfile({ ...read('beijing-2017'), [section]: value })
    if (parsed.ok) throw new Error('read without a fault')
    const fault = parsed.faults.find(({ path }) => path === place)
    expect(fault?.reason).toContain(reason)
    expect(fault?.reason).not.toBe('')
  })
})
