import type { PossibleDuplicate } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { pinyinInitials } from '@fuqiao/domain/organisation'
import { findLookAlikes, type LookAlike } from './organisation-store.ts'

/** What is about to be registered or changed. */
export type Candidate = { name: string; creditCode: string | null; exceptId: string | null }

const mostShown = 5

/** A name without what people write differently: width, case, blanks and brackets. */
export function comparableName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s()[\]{}〔〕【】「」“”"'·・.,，。-]/gu, '')
}

function causeOf(found: LookAlike, { name, creditCode }: Candidate): PossibleDuplicate['because'] {
  if (creditCode !== null && found.creditCode === creditCode) return 'creditCode'
  return comparableName(found.name) === comparableName(name) ? 'name' : 'initials'
}

const weight = { creditCode: 0, name: 1, initials: 2 } as const

/** Organisations in sight that may be the same, the likeliest first. What stands behind the wall is not looked at: its existence must not show. */
export async function possibleDuplicates(
  tx: Tx,
  networkId: number,
  candidate: Candidate,
): Promise<PossibleDuplicate[]> {
  const found = await findLookAlikes(tx, networkId, {
    creditCode: candidate.creditCode,
    initials: pinyinInitials(candidate.name),
    exceptId: candidate.exceptId,
  })
  const once = [...new Map(found.map(row => [row.id, row])).values()]
  return once
    .map(row => ({
      id: row.id,
      name: row.name,
      creditCode: row.creditCode,
      tenantName: row.tenantName,
      because: causeOf(row, candidate),
    }))
    .sort((a, b) => weight[a.because] - weight[b.because])
    .slice(0, mostShown)
}
