import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { failPointFrom } from '../src/boot/fail-point.ts'
import { readConfig } from '../src/config.ts'

const point = 'committing:referrals.accept'
const underTest = { FUQIAO_TEST: '1', FUQIAO_TEST_FAIL_POINT: point }

describe('a point at which the server ends itself', () => {
  test('is there under the test flag, on this machine', () => {
    expect(failPointFrom(readConfig(underTest))).toBeTypeOf('function')
  })

  test.each([
    ['without the test flag', { FUQIAO_TEST_FAIL_POINT: point }],
    ['with the test flag down', { ...underTest, FUQIAO_TEST: '0' }],
    ['in production', { ...underTest, NODE_ENV: 'production' }],
    ['where people reach the site', { ...underTest, PUBLIC_ORIGIN: 'https://fuqiao.example.cn' }],
    ['where other machines reach it', { ...underTest, HOST: '0.0.0.0' }],
  ])('is refused %s: the server does not start', (_where, env) => {
    expect(() => readConfig(env)).toThrow('FUQIAO_TEST_FAIL_POINT')
  })

  test('does nothing without the test flag, even if one were named', () => {
    expect(failPointFrom({ isTest: false, failPoint: point })).toBeUndefined()
    expect(failPointFrom(readConfig({}))).toBeUndefined()
    expect(failPointFrom(readConfig({ FUQIAO_TEST: '1' }))).toBeUndefined()
  })

  test('is what the server is given, by that one door and no other', () => {
    const main = readFileSync(path.join(import.meta.dirname, '../src/main.ts'), 'utf8')
    expect(main.match(/failPoint\w*/g)).toEqual(['failPointFrom', 'failPoint', 'failPointFrom'])
  })

  test('the container that is shipped says production, so that none can be named in it', () => {
    const container = readFileSync(path.join(import.meta.dirname, '../../../deploy/Containerfile'), 'utf8')
    expect(container).toMatch(/^ENV NODE_ENV=production\b/m)
  })
})
