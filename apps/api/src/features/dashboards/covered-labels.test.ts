import { BUILDING_MODES, NODE_KINDS, TENANT_STATUSES, TIERS } from '@fuqiao/domain/profile'
import { expect, test } from 'vitest'
import { pageWords } from '../../../test/page-words.ts'
import { coveredTitles, divisionColumns, incubatorColumns } from './covered-labels.ts'

test.each(['zh', 'en'] as const)('a file in %s calls incubators and divisions what the page calls them', language => {
  const words = pageWords(language, 'domain', 'dashboards')
  const said = (key: 'tier' | 'kind' | 'status' | 'buildingMode', ids: readonly string[]) =>
    ids.map(id => incubatorColumns([key], language)[0]!.value({ [key]: id } as never))
  expect(said('tier', TIERS)).toEqual(TIERS.map(id => words[`domain_tier_${id}`]))
  expect(said('kind', NODE_KINDS)).toEqual(NODE_KINDS.map(id => words[`domain_tenantKind_${id}`]))
  expect(said('status', TENANT_STATUSES)).toEqual(TENANT_STATUSES.map(id => words[`domain_tenantStatus_${id}`]))
  expect(said('buildingMode', BUILDING_MODES)).toEqual(BUILDING_MODES.map(id => words[`domain_buildingMode_${id}`]))
  const [served] = divisionColumns(['served'], language)
  expect([true, false].map(isServed => served!.value({ isServed } as never))).toEqual([
    words['dashboards_served'],
    words['dashboards_not_served'],
  ])
  expect([coveredTitles.incubators[language], coveredTitles.divisions[language]]).toEqual([
    words['dashboards_incubators_title'],
    words['dashboards_divisions_title'],
  ])
})
