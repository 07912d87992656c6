import { expect, test } from 'vitest'
import { sectionsOf, textOfSections } from './sections.ts'

test('sections are written as headings with their words, and read back as they were', () => {
  const sections = [
    { heading: '服务内容', words: '提前一日预约。\n\n到场登记。' },
    { heading: '时限', words: '三日内答复。' },
  ]
  expect(sectionsOf(textOfSections(sections))).toEqual(sections)
  expect(sectionsOf('\r\n# 一\r\n甲\r\n')).toEqual([{ heading: '一', words: '甲' }])
  expect(sectionsOf('没有标题')).toEqual([{ heading: '', words: '没有标题' }])
  expect(sectionsOf('  ')).toEqual([])
})
