import { expect, test } from 'vitest'
import { fileIn, refusalIn } from './file-answer.ts'

test("a file's name, rows and end are read from its headers, and without them it has a name all the same", () => {
  const headers = new Headers({
    'content-disposition': `attachment; filename="referrals.xlsx"; filename*=UTF-8''${encodeURIComponent('收到的转介-2026-11-27.xlsx')}`,
    'fuqiao-rows': '5000',
    'fuqiao-cut-off': 'yes',
  })
  expect(fileIn(headers)).toEqual({ fileName: '收到的转介-2026-11-27.xlsx', rows: 5000, isCutOff: true })
  expect(fileIn(new Headers({ 'content-disposition': 'attachment; filename="audit.csv"' })).fileName).toBe('audit.csv')
  expect(fileIn(new Headers())).toEqual({ fileName: 'export.xlsx', rows: null, isCutOff: false })
})

test('a refusal keeps its words or its code; who is sent to sign in is signed out, and what is no refusal has its status for a reference', async () => {
  const answer = (body: BodyInit, status: number) => refusalIn(new Response(body, { status }))
  expect(await answer('{"message":"没有权限","code":"NOT_ALLOWED"}', 403)).toEqual({ message: '没有权限' })
  expect(await answer('{"appCode":"EXPORT_QUOTA","params":{"most":20}}', 429)).toEqual({
    code: 'EXPORT_QUOTA',
    params: { most: 20 },
  })
  expect(await answer('{}', 401)).toEqual({ code: 'NOT_SIGNED_IN', params: {} })
  expect(await answer('Bad gateway', 502)).toEqual({ code: 'UNEXPECTED', params: { reference: '502' } })
  const redirect = { type: 'opaqueredirect', status: 0, json: () => Promise.reject(new Error('no body')) } as const
  expect(await refusalIn(redirect)).toEqual({ code: 'NOT_SIGNED_IN', params: {} })
})
