import type { CaseView } from '@fuqiao/contract'
import { randomUUID } from 'node:crypto'
import type { TestPerson } from './harness.ts'

const key = () => randomUUID()

/** What the centre writes of a standard. */
export const standardCard = (more: Record<string, unknown> = {}) => ({
  ...{ title: '场地使用服务标准', sections: [{ heading: '服务内容', words: '提前一日预约。' }], services: ['venue'] },
  ...{ inForceFrom: '2026-03-02', ...more },
})
/** What somebody has to tell. */
export const notice = (more: Record<string, unknown> = {}) => ({
  ...{
    category: 'notice' as const,
    title: '公益集市开放报名',
    body: '三月二十日在文化广场举办。\n\n欢迎报名。',
    ...more,
  },
})
/** Something asked of those below. */
export const item = (more: Record<string, unknown> = {}) => ({
  ...{ key: key(), title: '场地开放日', words: '', serviceId: 'venue', tiers: [], kinds: [], target: 2 },
  ...{ period: 'quarter' as const, from: '2026-03-02', until: null, ...more },
})

/** A published standard, by the centre. */
export async function publishStandard({ api }: TestPerson, code: string, more: Record<string, unknown> = {}) {
  const { id, version } = await api.standards.draft({ key: key(), code, ...standardCard(more) })
  return api.standards.publish({ key: key(), id, version })
}

/** A publication that waits for the decision. */
export async function submitted({ api }: TestPerson, more: Record<string, unknown> = {}) {
  const { id, version } = await api.publications.write({ key: key(), ...notice(more) })
  return api.publications.submit({ key: key(), id, version })
}

/** Records a service of a case today. */
export async function record(
  { api }: TestPerson,
  { id }: Pick<CaseView, 'id'>,
  said: { serviceId: string; on: string; serviceItemId?: string | null },
) {
  const { version } = await api.cases.get({ id })
  return api.cases.recordService({ key: key(), id, version, minutes: 60, words: '使用会议室', ...said })
}

/** What of the upper tiers' guidance an id of an input can name. */
export type GuidanceRows = {
  /** Published by the centre; and a draft of it. */
  standardId: string
  draftStandardId: string
  /** Asked by the centre of all below. */
  serviceItemId: string
  /** A draft of the first street with a paper, and what it handed in. */
  publicationId: string
  publicationPaperId: string
  submittedPublicationId: string
  /** Published for the first street. */
  publishedId: string
}

/** Makes them by the procedures that people use. */
export async function makeGuidance(centre: TestPerson, street: TestPerson): Promise<GuidanceRows> {
  const { id: standardId } = await publishStandard(centre, 'FW-01')
  const { id: draftStandardId } = await centre.api.standards.draft({
    ...{ key: key(), code: 'FW-02' },
    ...standardCard({ services: ['partyBuilding'] }),
  })
  const { id: serviceItemId } = await centre.api.serviceItems.push(item())
  const { id: publicationId } = await street.api.publications.write({ key: key(), ...notice() })
  const { id: publicationPaperId } = await street.api.publications.addPaper({
    ...{ id: publicationId, fileName: '报名表.pdf', content: Buffer.from('%PDF-1.7 报名') },
  })
  const { id: submittedPublicationId } = await submitted(street)
  const shown = await submitted(street, { title: '开放日公告' })
  const { id: publishedId } = await centre.api.publications.approve({
    key: key(),
    id: shown.id,
    version: shown.version,
  })
  return {
    ...{ standardId, draftStandardId, serviceItemId, publicationId, publicationPaperId },
    ...{ submittedPublicationId, publishedId },
  }
}
