import { describe, expect, test } from 'vitest'
import { readBatchAddress, writeBatchAddress } from './address.ts'

const [one, other, target] = [1, 2, 3].map(n => `0199e000-0000-7000-8000-00000000000${n}`) as [string, string, string]

describe('the address of a batch that is being composed', () => {
  test('is read as it was written', () => {
    const address = { organisationIds: [one, other], mode: 'handOver', need: 'venue', targetTenantId: target } as const
    const written = { ...address, organisationIds: [...address.organisationIds] }
    expect(readBatchAddress(writeBatchAddress(written))).toEqual(written)
  })

  test('holds each organisation once, another target than a suggested one, and nothing that is no id', () => {
    const params = new URLSearchParams([
      ...[one, one, 'nobody', other].map(id => ['organisation', id]),
      ['target', 'other'],
      ['otherTenantId', target],
      ['mode', 'away'],
    ])
    expect(readBatchAddress(params)).toEqual({
      organisationIds: [one, other],
      mode: 'coService',
      need: null,
      targetTenantId: target,
    })
  })
})
