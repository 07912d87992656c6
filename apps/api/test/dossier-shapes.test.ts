import { dossierEntry } from '@fuqiao/contract'
import { inventedDossier, seededRandom } from '@fuqiao/db/factories'
import { DOSSIER_SECTIONS, ORGANISATION_FIELDS, ORGANISATION_KINDS, ORGANISATION_STAGES } from '@fuqiao/domain/profile'
import { expect, test } from 'vitest'

test('the dossiers that the factories invent have the shapes that the contract demands', () => {
  const random = seededRandom('shapes')
  for (const kind of ORGANISATION_KINDS) {
    for (const stage of ORGANISATION_STAGES) {
      for (const [index, field] of ORGANISATION_FIELDS.entries()) {
        const subject = {
          name: '晨禾',
          kind,
          stage,
          field,
          area: '本街道',
          custodian: '街道中心',
          foundedOn: '2020-02-29',
          today: '2026-11-20',
        }
        const dossier = inventedDossier(random, { ...subject, isFull: index % 2 === 0 })
        expect(Object.keys(dossier).toSorted()).toEqual([...DOSSIER_SECTIONS].toSorted())
        for (const [section, body] of Object.entries(dossier)) {
          expect(dossierEntry.safeParse({ section, body }).error?.issues, `${kind} ${stage} ${section}`).toBeUndefined()
        }
      }
    }
  }
})
