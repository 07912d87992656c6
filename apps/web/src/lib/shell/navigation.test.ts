import { expect, test } from 'vitest'
import { isInside, NAVIGATION, navigationFor } from './navigation.ts'

const marked = (pathname: string, groups = NAVIGATION) =>
  groups.filter(group => isInside(pathname, group)).map(({ root }) => root)

test("an organisation's page marks one entry, that of a consent asked for among its referrals too", () => {
  const groups = navigationFor(['myReferrals', 'mySharing', 'myNotices'])
  expect(marked('/my', groups)).toEqual(['/my'])
  expect(marked('/my/referrals/1/letter', groups)).toEqual(['/my/referrals'])
  expect(marked('/my/consents/1', groups)).toEqual(['/my/referrals'])
  expect(marked('/my/sharing', groups)).toEqual(['/my/sharing'])
  expect(marked('/my/sharings')).toEqual([])
})
