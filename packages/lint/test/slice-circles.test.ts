import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findCircle, readSliceGraph } from '../src/slice-circles.ts'

let features: string
beforeEach(() => {
  features = mkdtempSync(path.join(tmpdir(), 'slices-'))
})
afterEach(() => rmSync(features, { recursive: true }))

function plant(file: string, ...specifiers: string[]): void {
  mkdirSync(path.join(features, path.dirname(file)), { recursive: true })
  writeFileSync(path.join(features, file), specifiers.map(each => `import { it } from '${each}'\n`).join(''))
}

test('finds slices that import each other by way of a third', () => {
  plant('referrals/submit.ts', './referral-store.ts', '../consents/index.ts')
  plant('consents/index.ts', '../organisations/index.ts')
  plant('organisations/read.ts', '../referrals/index.ts', '../../rpc/procedures.ts')
  expect(findCircle(readSliceGraph(features))).toHaveLength(4)
})

test('lets slices share one, and tests import what they like', () => {
  plant('referrals/submit.ts', '../consents/index.ts', '../organisations/index.ts')
  plant('consents/sign.ts', '../organisations/index.ts')
  plant('organisations/read.test.ts', '../referrals/index.ts')
  expect(findCircle(readSliceGraph(features))).toBeUndefined()
})
