import { isActionFailure, redirect, type RequestEvent } from '@sveltejs/kit'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { FormFailure } from '#lib/form-state.ts'
import { act } from '#lib/server/act.ts'

const schema = z.strictObject({
  name: z.string().max(5),
  note: z.string().optional(),
  sections: z.array(z.enum(['profile', 'staff'])).min(1),
  personal: z.boolean(),
})

function submitted(fields: [string, string][]): RequestEvent {
  const body = new FormData()
  for (const [name, value] of fields) body.append(name, value)
  return { request: new Request('https://fuqiao.test/', { method: 'POST', body }) } as RequestEvent
}

function failure(result: unknown): FormFailure & { status: number } {
  if (!isActionFailure(result)) throw new Error('the action did not fail')
  return { ...(result.data as unknown as FormFailure), status: result.status }
}

/** As the API throws in process. */
function refused(code: string, body: object): Error {
  return Object.assign(new Error('not for the page'), { code, body })
}

const valid: [string, string][] = [
  ['name', '清河'],
  ['sections', 'profile'],
  ['sections', 'staff'],
  ['personal', 'on'],
  ['note', ''],
]

test('hands over arrays, checkboxes and absent fields as the schema means them', async () => {
  const seen: unknown[] = []
  await act(submitted([...valid, ['button', 'ignored']]), schema, async input => {
    seen.push(input)
  })
  expect(seen).toEqual([{ name: '清河', sections: ['profile', 'staff'], personal: true }])
})

test('keeps everything typed and names each field that is wrong, without calling the API', async () => {
  let called = false
  const result = failure(
    await act(
      submitted([
        ['name', '清河邻里互助'],
        ['note', '留言'],
        ['password', 'hush'],
      ]),
      schema,
      async () => {
        called = true
      },
    ),
  )
  expect(called).toBe(false)
  expect(result.status).toBe(400)
  expect(result.values).toEqual({ name: '清河邻里互助', note: '留言' })
  expect(result.errors).toEqual({ name: '最多 5 个字', sections: '请选择一项' })
})

test('turns a refusal of the API into words at the field and for the form', async () => {
  const result = failure(
    await act(submitted(valid), schema, async () => {
      throw refused('UNPROCESSABLE_CONTENT', {
        appCode: 'CREDIT_CODE_DOUBTFUL',
        params: {},
        fields: { 'sections.0': 'too_small', name: 'INPUT_DIVISION_UNKNOWN' },
      })
    }),
  )
  expect(result.status).toBe(422)
  expect(result.formError).toContain('信用代码')
  expect(result.errors).toEqual({ sections: '此项内容有误\uFF0C请检查', name: '没有这个行政区划' })
})

test('lets redirects, ended sessions and unforeseen faults pass', async () => {
  const run = (thrown: () => never) => act(submitted(valid), schema, async () => thrown())
  await expect(run(() => redirect(303, '/referrals'))).rejects.toMatchObject({ location: '/referrals' })
  await expect(
    run(() => {
      throw refused('UNAUTHORIZED', { appCode: 'NOT_SIGNED_IN', params: {} })
    }),
  ).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  await expect(
    run(() => {
      throw new Error('boom')
    }),
  ).rejects.toThrow('boom')
})

test('a wrong password is a failure of the form, not an ended session', async () => {
  const result = failure(
    await act(submitted(valid), schema, async () => {
      throw refused('UNAUTHORIZED', { appCode: 'SIGN_IN_FAILED', params: {} })
    }),
  )
  expect(result.formError).toContain('密码')
})
