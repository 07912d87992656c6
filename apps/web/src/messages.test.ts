import { readdirSync, readFileSync } from 'node:fs'
import { errorCodes } from '@fuqiao/contract'
import { describe, expect, test } from 'vitest'
import { chinesePunctuation } from '../messages/punctuation.ts'

const folder = new URL('../messages/', import.meta.url)
const features = readdirSync(new URL('zh/', folder)).map(name => name.replace('.json', ''))

function messages(locale: 'zh' | 'en', feature: string): Record<string, unknown> {
  const { $schema: _, ...rest } = JSON.parse(
    readFileSync(new URL(`${locale}/${feature}.json`, folder), 'utf8'),
  ) as Record<string, unknown>
  return rest
}

function placeholders(message: unknown): string[] {
  return [...JSON.stringify(message).matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? '').toSorted()
}

test('every feature has a file in each language and is listed in the project settings', () => {
  const settings = JSON.parse(readFileSync(new URL('../project.inlang/settings.json', import.meta.url), 'utf8')) as {
    'plugin.inlang.messageFormat': { pathPattern: string[] }
  }
  const listed = settings['plugin.inlang.messageFormat'].pathPattern.map(
    path => /\{locale\}\/(.+)\.json$/.exec(path)?.[1],
  )
  expect(readdirSync(new URL('en/', folder)).map(name => name.replace('.json', ''))).toEqual(features)
  expect(listed.toSorted()).toEqual(features)
})

describe.each(features)('%s', feature => {
  const zh = messages('zh', feature)
  const en = messages('en', feature)

  test('says the same things in Chinese and English', () => {
    expect(Object.keys(en).toSorted()).toEqual(Object.keys(zh).toSorted())
  })

  test('uses the same placeholders in both languages', () => {
    for (const key of Object.keys(zh)) {
      if (typeof zh[key] === 'string' && typeof en[key] === 'string') {
        expect([key, placeholders(en[key])]).toEqual([key, placeholders(zh[key])])
      }
    }
  })

  test('prefixes each key with its own name, so that two features never collide', () => {
    expect(Object.keys(zh).filter(key => !key.startsWith(`${feature}_`))).toEqual([])
  })

  test('leaves no message empty', () => {
    expect(Object.entries({ ...zh, ...en }).filter(([, text]) => text === '')).toEqual([])
  })

  test('writes Chinese with full-width punctuation (`pnpm run messages:format` does it)', () => {
    for (const [key, text] of Object.entries(zh)) {
      if (typeof text === 'string') expect([key, text]).toEqual([key, chinesePunctuation(text)])
    }
  })
})

test('every error code of the contract has its words, so that no refusal is shown as a code', () => {
  expect(Object.keys(errorCodes).filter(code => !(`errors_${code}` in messages('zh', 'errors')))).toEqual([])
})
