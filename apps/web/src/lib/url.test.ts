import { expect, test } from 'vitest'
import { localPath, withParams } from '#lib/url.ts'

test('a link changes its own parameters and keeps the filters of the page', () => {
  const url = new URL('https://fuqiao.test/organisations?q=养老&field=elderCare&field=health&after=x')
  expect(withParams(url, { sort: '-name', after: null })).toBe(
    '/organisations?q=%E5%85%BB%E8%80%81&field=elderCare&field=health&sort=-name',
  )
})

test('a link without parameters has no question mark', () => {
  expect(withParams(new URL('https://fuqiao.test/audit?after=x'), { after: '' })).toBe('/audit')
})

test.each([
  '//evil.test',
  '/\\evil.test',
  'https://evil.test',
  'javascript:alert(1)',
  '/\t/evil.test',
  '',
  null,
  undefined,
])('never leads away from this site: %j', path => expect(localPath(path, '/workbench')).toBe('/workbench'))

test('leads back to a page of this site', () => {
  expect(localPath('/referrals/inbox?state=submitted')).toBe('/referrals/inbox?state=submitted')
})
