import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { streamSheet } from './write-workbook.ts'

test('an export whose reader is gone asks for no further rows', async () => {
  const out = new PassThrough().resume()
  let given = 0
  async function* rows() {
    for (; given < 1_000; given += 1) {
      if (given === 3) out.destroy()
      yield await Promise.resolve({ name: `组织 ${given}` })
    }
  }
  const columns = [{ key: 'name', header: '组织名称', width: 20 }]
  await expect(streamSheet(out, { sheetName: '社会组织', columns, rows: rows(), about: [] })).rejects.toThrow('reader')
  expect(given).toBe(3)
})
