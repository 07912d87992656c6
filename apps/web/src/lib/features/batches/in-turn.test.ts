import { describe, expect, test } from 'vitest'
import { inTurn } from './in-turn.ts'

const rows = ['a', 'b', 'c'].map(id => ({ id }))
const words = (thrown: unknown) => (thrown instanceof RangeError ? thrown.message : null)

describe('several done in turn', () => {
  test('one that is refused does not stop the others, and each has its own answer', async () => {
    const done: string[] = []
    const came = await inTurn(
      rows,
      async ({ id }) => {
        if (id === 'b') throw new RangeError('not b')
        done.push(id)
        return id === 'c' ? 'c said no' : null
      },
      words,
    )
    expect(done).toEqual(['a', 'c'])
    expect(came.map(({ refusal }) => refusal)).toEqual([null, 'not b', 'c said no'])
  })

  test('a fault that nobody foresaw is thrown after the others have had their turn', async () => {
    const done: string[] = []
    const all = inTurn(
      rows,
      async ({ id }) => {
        if (id === 'a') throw new Error('broken')
        done.push(id)
        return null
      },
      words,
    )
    await expect(all).rejects.toThrow('broken')
    expect(done).toEqual(['b', 'c'])
  })
})
