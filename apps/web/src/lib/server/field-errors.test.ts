import { expect, test } from 'vitest'
import { z } from 'zod'
import { m } from '#lib/paraglide/messages.js'
import { chosen, issueMessage } from '#lib/server/field-errors.ts'

const schema = z.object({
  reason: z.string().trim().min(2),
  year: z.coerce.number().int(),
  successorId: z.uuid(),
  place: chosen().regex(/^street /),
  stage: z.enum(['startUp', 'growing']),
  file: z.instanceof(File),
})

function wordsFor(input: unknown): Record<string, string> {
  const { error } = schema.safeParse(input, { error: issueMessage })
  return Object.fromEntries(error?.issues.map(({ path, message }) => [String(path[0]), message]) ?? [])
}

test('an empty field says what to do with it: fill it in, choose, or choose a file', () => {
  expect(wordsFor({})).toEqual({
    reason: m.errors_field_required(),
    year: m.errors_field_required(),
    successorId: m.errors_field_choose(),
    place: m.errors_field_choose(),
    stage: m.errors_field_choose(),
    file: m.errors_field_choose_file(),
  })
})

test('a choice outside its list says to choose again; what fits raises nothing', () => {
  const file = new File([], 'list.xlsx')
  const successorId = '00000000-0000-4000-8000-000000000000'
  const good = { reason: '依据', year: 2027, successorId, place: 'street administrative', stage: 'startUp', file }
  expect(wordsFor({ ...good, place: 'moon base' })).toEqual({ place: m.errors_field_choose() })
  expect(wordsFor(good)).toEqual({})
})
