import type { organisationFilterSchema } from '@fuqiao/contract'
import { expect, test } from 'vitest'
import { exportQuery } from './export-query.ts'

const id = '01932b1e-0000-7000-8000-000000000001'
const query: Record<keyof typeof organisationFilterSchema.shape, string | string[]> = {
  within: 'own',
  kinds: ['association', 'foundation'],
  stages: ['growing'],
  fields: ['elderCare'],
  divisionCode: '110101',
  tenantId: id,
  underTenantId: id,
  custodianTier: 'street',
  addedFrom: '2026-01-01',
  addedTo: '2026-02-01',
  filedFrom: '2026-01-01',
  filedTo: '2026-02-01',
}

test('an export keeps every filter that the list has, its order and its columns', () => {
  const lists = { kinds: query.kinds, stages: query.stages, fields: query.fields }
  expect(exportQuery({ ...query, sort: 'name', columns: 'name' })).toEqual({
    ...query,
    ...Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, [values].flat()])),
    sort: 'name',
    columns: ['name'],
  })
})

test('an export is refused for a filter that does not fit, and takes no notice of what the page keeps there besides', () => {
  expect(exportQuery({ custodianTier: 'moon' })).toBeNull()
  expect(exportQuery({ after: 'x', cols: ['kind'], within: 'own' })).toMatchObject({ within: 'own' })
})
