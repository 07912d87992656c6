import { expect, test } from 'vitest'
import { reasonText } from './score-words.ts'

const record = (workingHours: number | null) =>
  reasonText({ code: 'RESPONSE_RECORD', params: { decided: 123, acceptedPercent: 85, workingHours } }, [])

test('[X-04] a target that acknowledges at once is not said to take no time at all', () => {
  expect(record(0)).toContain('不到 1 个工作小时')
  expect(record(5)).toContain('5 个工作小时')
  expect(record(null)).not.toContain('签收')
})
