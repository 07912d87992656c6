import type { Probe } from './foreign-ids-table.ts'
import { notice, standardCard } from './guidance-stage.ts'

type Places = Record<string, Record<string, Probe>>
const network =
  'what is published, and what is asked of those below, is open to the whole network: what may not be done to it is forbidden, not hidden'

/** The places of the inputs about standards, service items and publications that hold an id. */
export function guidanceIds(
  change: (more?: Record<string, unknown>) => (id: string) => unknown,
  cursor: Probe,
  position: string,
): Places {
  const byId = (id: string) => ({ id })
  const keyed = (id: string) => ({ key: (change()(id) as { key: string }).key, id })
  const standard = (input: Probe['input'], of: 'standardId' | 'draftStandardId' = 'draftStandardId'): Probe => ({
    ...{ of, input },
    ...(of === 'standardId' ? { same: network, isGoodInside: true as const } : {}),
  })
  const shared: Pick<Probe, 'of' | 'same' | 'isGoodInside'> = { of: 'serviceItemId', same: network, isGoodInside: true }
  const written = (input: Probe['input']): Probe => ({ of: 'publicationId', input })
  const handedIn = (input: Probe['input']): Probe => ({ of: 'submittedPublicationId', input })
  return {
    'standards.get': { id: standard(byId) },
    'standards.acknowledging': {
      id: standard(byId),
      cursor: { of: 'tenantId', same: position, input: id => ({ id, cursor: id }) },
    },
    'standards.revise': { id: standard(change()) },
    'standards.edit': { id: standard(change(standardCard())) },
    'standards.discard': { id: standard(change()) },
    'standards.publish': { id: standard(change()) },
    'standards.acknowledge': { id: standard(keyed) },
    'serviceItems.get': { id: { ...shared, input: byId } },
    'serviceItems.fulfilment': {
      id: { ...shared, input: byId },
      cursor: { of: 'tenantId', same: position, input: id => ({ id, cursor: id }) },
    },
    'serviceItems.records': {
      id: { ...shared, input: byId },
      tenantId: { of: 'tenantId', same: position, input: tenantId => ({ id: tenantId, tenantId }) },
      'cursor.id': { ...cursor, input: id => ({ ...(cursor.input(id, undefined as never) as object), id }) },
    },
    'serviceItems.end': { id: { ...shared, input: change({ reason: '结束' }) } },
    'serviceItems.acknowledge': { id: { ...shared, input: keyed } },
    'publications.list': {
      'cursor.id': { ...cursor, input: id => ({ ...(cursor.input(id, undefined as never) as object), box: 'mine' }) },
    },
    'publications.news': { 'cursor.id': cursor },
    'publications.get': { id: written(byId) },
    'publications.edit': { id: written(change(notice())) },
    'publications.submit': { id: written(change()) },
    'publications.takeBack': { id: handedIn(change()) },
    'publications.approve': { id: handedIn(change()) },
    'publications.return': { id: handedIn(change({ remarks: '补充' })) },
    'publications.withdraw': { id: handedIn(change({ reason: '取消' })) },
    'publications.correct': { id: written(change()) },
    'publications.discard': { id: written(change()) },
    'publications.addPaper': {
      id: written(id => ({ id, fileName: '甲.pdf', content: Buffer.from('%PDF-1.7') })),
    },
    'publications.removePaper': { id: { of: 'publicationPaperId', input: byId } },
    'publicNews.list': { 'cursor.id': cursor },
    'publicNews.get': { id: written(byId) },
  }
}
