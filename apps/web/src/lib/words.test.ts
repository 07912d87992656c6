import { AsyncLocalStorage } from 'node:async_hooks'
import { expect, test } from 'vitest'
import { errorMessage } from '#lib/errors.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { tierLabel } from '#lib/words.ts'

const requests = new AsyncLocalStorage<unknown>()
Object.assign(globalThis, { [Symbol.for('fuqiao.request')]: requests })

const inNetwork = <T>(tierNames: Record<string, { zh: string; en: string }>, read: () => T): T =>
  requests.run({ session: { network: { tierNames } } }, read)
const jilin = { city: { zh: '市(州)', en: 'Prefecture' }, street: { zh: '街道(镇)', en: 'Street or town' } }

test('a tier has the name that the network’s own document gives it, in the language of the page; the product’s where no network is known, or it has no such tier', () => {
  try {
    overwriteGetLocale(() => 'zh')
    expect(inNetwork(jilin, () => ['city', 'street', 'community'].map(tierLabel))).toEqual([
      '市(州)',
      '街道(镇)',
      '社区',
    ])
    expect(inNetwork(jilin, () => errorMessage('FILING_NOT_AT_TIER', { tiers: 'city,street' }))).toContain(
      '市(州)、街道(镇)',
    )
    expect(['city', 'street'].map(tierLabel)).toEqual(['市级', '街道（乡镇）'])
    overwriteGetLocale(() => 'en')
    expect(inNetwork(jilin, () => ['city', 'street', 'community'].map(tierLabel))).toEqual([
      'Prefecture',
      'Street or town',
      'Community',
    ])
    expect(requests.run({ session: null }, () => tierLabel('city'))).toBe('City')
  } finally {
    overwriteGetLocale(() => 'zh')
  }
})
