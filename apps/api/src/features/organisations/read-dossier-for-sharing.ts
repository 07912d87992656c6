import type { PersonView } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { readPeople, readSections, type SectionRow } from './dossier-store.ts'

export type DossierSectionRow = SectionRow

/** An organisation's sections and named people as they stand, for sealing what a consent covers; the wall decides which of them the caller has. */
export async function readDossierForSharing(
  tx: Tx,
  networkId: number,
  organisationId: string,
): Promise<{ sections: SectionRow[]; people: PersonView[] }> {
  const [sections, people] = await Promise.all([
    readSections(tx, networkId, organisationId),
    readPeople(tx, { networkId, organisationId }),
  ])
  return { sections, people }
}
