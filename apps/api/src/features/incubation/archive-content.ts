import type { Profile } from '@fuqiao/domain/profile'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { FILE_KINDS } from '../organisations/index.ts'
import { readPanelFacts } from '../panels/index.ts'
import { isPaperForOrganisation } from './archive-audience.ts'
import { type CaseRow, readCallOf, readTenantPlace, type TaskRow, type WholeCase } from './case-store.ts'
import { readAgreement, readEvents, readNotice, readObjections, readPapers, readServices } from './record-store.ts'

type Papers = Awaited<ReturnType<typeof readPapers>>

/** A paper with the name that it has in a package: made by us, so that nobody's own name of a file leads anywhere. */
export type ArchivedPaper = Papers[number] & { packedAs: string }

/** All that an archive is made of. */
export type ArchiveContent = {
  row: CaseRow
  tasks: readonly TaskRow[]
  profile: Profile
  tenantName: string
  call: Awaited<ReturnType<typeof readCallOf>>
  papers: readonly ArchivedPaper[]
  services: Awaited<ReturnType<typeof readServices>>
  agreement: Awaited<ReturnType<typeof readAgreement>>
  notice: Awaited<ReturnType<typeof readNotice>>
  objections: Awaited<ReturnType<typeof readObjections>>
  events: Awaited<ReturnType<typeof readEvents>>
  panel: Awaited<ReturnType<typeof readPanelFacts>>
  archivedAt: Date
}

const endings = new Map<string, string>(Object.values(FILE_KINDS).map(kind => [kind.mediaType, kind.endings[0]]))

/** `papers/001.pdf`: counted in the order in which they came in. */
const packed = (paper: Papers[number], at: number): ArchivedPaper => ({
  ...paper,
  packedAs: `papers/${String(at + 1).padStart(3, '0')}.${endings.get(paper.mediaType) ?? 'bin'}`,
})

/** Reads the whole of a case, as the incubator that puts it away sees it. */
export async function readContent({ tx, now }: ActingIn, found: WholeCase, profile: Profile): Promise<ArchiveContent> {
  const { row, tasks } = found
  const key = { networkId: row.networkId, id: row.id }
  const [tenant, call, papers, services, agreement, notice, objections, events, panel] = await Promise.all([
    readTenantPlace(tx, row.networkId, row.tenantId),
    row.callId === null ? undefined : readCallOf(tx, row.networkId, row.callId),
    readPapers(tx, key),
    readServices(tx, key),
    readAgreement(tx, key),
    readNotice(tx, key),
    readObjections(tx, key),
    readEvents(tx, key),
    readPanelFacts(tx, { networkId: row.networkId, caseId: row.id }),
  ])
  return {
    ...{ row, tasks, profile, tenantName: tenant?.name ?? '', call, papers: papers.map(packed), services, agreement },
    ...{ notice, objections, events, panel, archivedAt: now },
  }
}

/** The same without what was not told to the organisation. */
export const forOrganisation = (content: ArchiveContent): ArchiveContent => ({
  ...content,
  papers: content.papers.filter(({ purpose }) => isPaperForOrganisation(purpose)),
  events: content.events.filter(({ isForOrganisation }) => isForOrganisation),
  objections: [],
  panel: null,
})
