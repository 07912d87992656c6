import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { readStoredZip } from '../../test/read-zip.ts'
import { type PackedFile, streamZip } from './stream-zip.ts'

const packing = { date: new Date('2026-03-02T01:00:00Z'), comment: 'sha256:0' }
const big = 256 * 1024

/** Files that are counted as they are asked for. */
function counted(count: number) {
  const asked = { n: 0, isClosed: false }
  async function* files(): AsyncGenerator<PackedFile> {
    try {
      for (let at = 0; at < count; at += 1) {
        asked.n += 1
        yield { name: `papers/${at}.pdf`, content: new Uint8Array(big).fill(at) }
      }
    } finally {
      asked.isClosed = true
    }
  }
  return { asked, files: files() }
}

test('the same files make the same bytes, each as it was, with the comment in the package itself', async () => {
  const packed = async () => {
    const out = new PassThrough()
    const [bytes] = await Promise.all([buffer(out), streamZip(out, counted(3).files, packing)])
    return bytes
  }
  const [one, other] = [await packed(), await packed()]
  expect(one.equals(other)).toBe(true)
  const read = readStoredZip(one)
  expect([...read.keys()]).toEqual(['papers/0.pdf', 'papers/1.pdf', 'papers/2.pdf'])
  expect(read.get('papers/2.pdf')?.equals(Buffer.alloc(big, 2))).toBe(true)
  expect(one.subarray(-packing.comment.length).toString()).toBe(packing.comment)
})

test('a file is taken when the one before has gone out: a reader that takes nothing is sent nothing more', async () => {
  const out = new PassThrough()
  const { asked, files } = counted(50)
  const done = streamZip(out, files, packing)
  await new Promise(resolve => setImmediate(() => setImmediate(resolve)))
  expect(asked.n).toBeLessThanOrEqual(2)
  expect((await buffer(out)).length).toBeGreaterThan(50 * big)
  await done
  expect(asked.n).toBe(50)
})

test('a reader that leaves ends it, and the files are let go', async () => {
  const out = new PassThrough()
  const { asked, files } = counted(50)
  const done = streamZip(out, files, packing)
  out.destroy()
  await expect(done).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' })
  await new Promise(resolve => setImmediate(resolve))
  expect(asked).toEqual({ n: expect.toSatisfy((n: number) => n < 5), isClosed: true })
})

test('what a file throws is what comes out', async () => {
  const out = new PassThrough()
  async function* broken(): AsyncGenerator<PackedFile> {
    throw new Error('not what it was')
  }
  await expect(streamZip(out, broken(), packing)).rejects.toThrow('not what it was')
})
