import { expect, test } from 'vitest'
import { isFullView, otherView } from './full-view.ts'

test('the full view is the same board with the same filters, and leads back to them', () => {
  const board = new URL('http://a/dashboards/indicators?year=2026&indicator=trainings')
  expect(isFullView(board)).toBe(false)
  const full = new URL(otherView(board), board)
  expect(isFullView(full)).toBe(true)
  expect(full.searchParams.get('indicator')).toBe('trainings')
  expect(otherView(full)).toBe('/dashboards/indicators?year=2026&indicator=trainings')
})

test('no page beside the boards has one, whatever its address says', () => {
  expect(isFullView(new URL('http://a/organisations?view=full'))).toBe(false)
})
