import { expect, test } from 'vitest'
import { z } from 'zod'
import { looseParts, type Schema } from './input-shape.ts'

const loose = (schema: unknown) => looseParts(schema as Schema)

test('finds each way in which an input is loose, however deep it stands', () => {
  expect(
    loose(z.strictObject({ id: z.uuid(), name: z.string().max(3), list: z.array(z.uuid()).max(2).optional() })),
  ).toEqual([])
  expect(loose(z.object({ id: z.uuid() }))).toEqual(['input: takes unknown keys'])
  expect(loose(z.strictObject({ name: z.string() }).optional())).toEqual(['input.name: a text without an end'])
  expect(loose(z.strictObject({ list: z.array(z.string().trim()) }))).toEqual([
    'input.list: a list without an end',
    'input.list[]: a text without an end',
  ])
  expect(loose(z.union([z.uuid(), z.strictObject({ deep: z.unknown() })]))).toEqual(['input|1.deep: takes anything'])
  expect(loose(z.record(z.string().max(4), z.string().max(4)))).toEqual(['input: a record without an end'])
  expect(loose(z.string().transform(text => text.length))).toEqual(['input: a text without an end'])
  expect(loose(z.preprocess(given => given, z.object({})))).toEqual(['input: takes unknown keys'])
})
