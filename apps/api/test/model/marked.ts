import type { newDossier } from '@fuqiao/db/factories'

/** A mark is found nowhere else: which organisation's, and what part of its dossier. */
const markOf = (organisation: number, part: string, field: string) => `密标${organisation}_${part}_${field}标密`

/** The marks that stand in some texts: organisation and part, each once. */
export const marksIn = (text: string): string[] =>
  [
    ...new Set(
      [...text.matchAll(/密标(\d+)_([a-z]+)_\w+?标密/g)].map(([, organisation, part]) => `${organisation} ${part}`),
    ),
  ].sort()

/** An organisation's card with a mark in every field of words. */
export function markedCard(organisation: number) {
  const mark = (field: string) => markOf(organisation, 'card', field)
  return {
    ...{ name: markOf(organisation, 'name', 'name'), formerNames: [mark('former')], address: mark('address') },
    ...{ summary: mark('summary'), registrationAuthority: mark('authority'), filingNumber: mark('filing') },
  }
}

/** The bodies of a dossier with a mark in every field of words. */
export function markedBodies(organisation: number): NonNullable<Parameters<typeof newDossier>[1]['bodies']> {
  const mark = (part: string, field: string) => markOf(organisation, part, field)
  const on = '2025-06-01'
  return {
    profile: {
      ...{ purpose: mark('profile', 'purpose'), scope: mark('profile', 'scope'), serviceArea: mark('profile', 'area') },
      ...{ beneficiaries: mark('profile', 'beneficiaries'), premises: { tenure: 'owned', squareMetres: 91 } },
      ...{ website: '', foundedOn: on },
    },
    party: { form: 'none', members: 0, activitiesLastYear: 0, note: mark('party', 'note') },
    projects: {
      items: [
        {
          ...{ title: mark('projects', 'title'), funder: mark('projects', 'funder'), from: on, until: null },
          ...{ amountYuan: 1, status: 'running', beneficiaries: 9 },
        },
      ],
    },
    services: {
      items: [
        { on, need: null, what: mark('services', 'what'), provider: mark('services', 'provider'), attendances: 3 },
      ],
    },
    assessments: {
      items: [
        {
          on,
          kind: 'grade',
          result: mark('assessments', 'result'),
          assessor: mark('assessments', 'who'),
          validUntil: null,
        },
      ],
    },
    credit: {
      items: [{ on, kind: 'honour', authority: mark('credit', 'who'), text: mark('credit', 'text'), resolvedOn: null }],
    },
  }
}

/** A named person with marks; only where personal data is open does the name stand whole. */
export const markedPerson = (organisation: number) => ({
  ...{ name: markOf(organisation, 'people', 'name'), certificate: markOf(organisation, 'people', 'certificate') },
  ...{ position: '监事', phone: '13900918273' },
})
