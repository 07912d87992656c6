import { expect, test } from 'vitest'
import { errorMessage } from '#lib/errors.ts'

test('a conflict names the present state in the words of the page', () => {
  expect(errorMessage('VERSION_CONFLICT', { version: 3, state: 'accepted' })).toContain('已接收')
  expect(errorMessage('VERSION_CONFLICT', { version: 3, state: 'suspended' })).toContain('已暂停')
})

test('a conflict without a state still says what to do', () => {
  expect(errorMessage('VERSION_CONFLICT', { version: 3 })).toContain('重新载入')
})

test('an unknown code is quoted as a reference and nothing else of it is shown', () => {
  expect(errorMessage('SOMETHING_NEW', { secret: 'select * from person' })).toContain('SOMETHING_NEW')
  expect(errorMessage('SOMETHING_NEW', { secret: 'select * from person' })).not.toContain('select')
})
