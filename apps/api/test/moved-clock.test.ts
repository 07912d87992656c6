import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openClock } from '../src/boot/clock.ts'
import { readConfig } from '../src/config.ts'
import { registerTestClock } from '../src/http/test-clock.ts'
import { buildHttpWorld, type HttpWorld } from './http-world.ts'

const underTest = { FUQIAO_TEST: '1', FUQIAO_TEST_CLOCK: '1', FUQIAO_TEST_NOW: '2021-03-01T09:00:00+08:00' }
const later = '2022-03-01T09:00:00+08:00'

describe('a clock that is set while the server runs', () => {
  test('is there under the test flag, on this machine, and runs on from where it was set', () => {
    const { now, move } = openClock(readConfig(underTest))
    move?.(new Date(later))
    expect(now().getTime() - new Date(later).getTime()).toBeLessThan(10_000)
    expect(now().getTime()).toBeGreaterThanOrEqual(new Date(later).getTime())
  })

  test.each([
    ['without the test flag', { FUQIAO_TEST_CLOCK: '1' }],
    ['with the test flag down', { FUQIAO_TEST_CLOCK: '1', FUQIAO_TEST: '0' }],
    ['in production', { ...underTest, NODE_ENV: 'production' }],
    ['where people reach the site', { ...underTest, PUBLIC_ORIGIN: 'https://fuqiao.example.cn' }],
    ['where other machines reach it', { ...underTest, HOST: '0.0.0.0' }],
  ])('is refused %s: the server does not start', (_where, env) => {
    expect(() => readConfig(env)).toThrow('FUQIAO_TEST_CLOCK')
  })

  test('cannot be moved without both flags', () => {
    expect(openClock(readConfig({})).move).toBeUndefined()
    expect(openClock(readConfig({ FUQIAO_TEST: '1' })).move).toBeUndefined()
    expect(openClock({ isTest: false, isClockMovable: true, testNow: undefined }).move).toBeUndefined()
  })

  test('is what the server is given, by that one door and no other', () => {
    const main = readFileSync(path.join(import.meta.dirname, '../src/main.ts'), 'utf8')
    expect(main.match(/\bclock\b(?!\.ts)|openClock|registerTestClock/g)).toEqual([
      ...['openClock', 'registerTestClock', 'clock', 'openClock', 'clock', 'registerTestClock', 'clock'],
    ])
  })
})

describe('the address that sets it', () => {
  let http: HttpWorld
  beforeAll(async () => {
    http = await buildHttpWorld()
  })
  afterAll(() => http.close())
  const post = (payload: object) => http.app.inject({ method: 'POST', url: '/test/clock', payload })

  test('does not exist where the clock cannot be moved; where it can, takes an instant and nothing else', async () => {
    registerTestClock(http.app, openClock(readConfig({ FUQIAO_TEST: '1' })))
    expect(http.app.hasRoute({ method: 'POST', url: '/test/clock' })).toBe(false)
    const clock = openClock(readConfig(underTest))
    registerTestClock(http.app, clock)
    expect((await post({ to: 'tomorrow' })).statusCode).toBe(400)
    expect(clock.now() < new Date(later)).toBe(true)
    expect((await post({ to: later })).json()).toEqual({ now: later, done: 0 })
    expect(clock.now() >= new Date(later)).toBe(true)
  })
})
