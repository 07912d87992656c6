import type { newDossier } from '@fuqiao/db/factories'

/** A mark is found nowhere else: which organisation's, and what part of its dossier, or of what was written about it beside. */
export const markOf = (organisation: number, part: string, field: string) => `密标${organisation}_${part}_${field}标密`

/** Figures hold no word: a number that stands nowhere else, by what it is made from. */
const figures = {
  finance: { base: 731_000_000_000, each: 1000, found: /(?<![\da-f.-])731(\d{6})\d{3}(?![\da-f.-])/gi },
  staff: { base: 9_300_000, each: 10, found: /(?<![\da-f.-])93(\d{4})\d(?![\da-f.-])/gi },
  people: { base: 13_900_000_000, each: 1000, found: /(?<![\da-f.-])139(\d{5})\d{3}(?![\da-f.-])/gi },
} as const
const figureOf = (organisation: number, part: keyof typeof figures, field: number) =>
  figures[part].base + organisation * figures[part].each + field

/** The marks that stand in some texts, words and figures: organisation and part, each once. */
export function marksIn(text: string): string[] {
  const words = [...text.matchAll(/密标(\d+)_([a-z]+)_\w+?标密/g)].map(([, at, part]) => `${at} ${part}`)
  const numbers = Object.entries(figures).flatMap(([part, { found }]) =>
    [...text.matchAll(found)].map(([, at]) => `${Number(at)} ${part}`),
  )
  return [...new Set([...words, ...numbers])].sort()
}

const letters = 'abcdefghijklmnopqrstuvw'

/** Two letters that stand beside each other in no other's name: names whose pieces all lie in another's look alike, and of figures alone some would. */
const apart = (organisation: number) =>
  `x${letters[Math.floor(organisation / letters.length) % letters.length]}${letters[organisation % letters.length]}y`

/** An organisation's card with a mark in every field of words. */
export function markedCard(organisation: number) {
  const mark = (field: string) => markOf(organisation, 'card', field)
  return {
    ...{
      name: markOf(organisation, 'name', apart(organisation)),
      formerNames: [mark('former')],
      address: mark('address'),
    },
    ...{ summary: mark('summary'), registrationAuthority: mark('authority'), filingNumber: mark('filing') },
  }
}

/** The bodies of a dossier's nine sections, with a mark in every field of words and in what is counted. */
export function markedBodies(organisation: number): NonNullable<Parameters<typeof newDossier>[1]['bodies']> {
  const mark = (part: string, field: string) => markOf(organisation, part, field)
  const on = '2025-06-01'
  const heads = (field: number) => figureOf(organisation, 'staff', field)
  const sum = (field: number) => figureOf(organisation, 'finance', field)
  return {
    staff: {
      ...{ fullTime: heads(1), partTime: heads(2), volunteers: heads(3), certifiedSocialWorkers: heads(4) },
      ...{ councilMembers: heads(5), supervisors: heads(6), countedOn: on },
    },
    finance: {
      years: [
        {
          ...{ year: 2025, incomeYuan: sum(1), expenditureYuan: sum(2), governmentPurchaseYuan: sum(3) },
          ...{ donationsYuan: sum(4), netAssetsYuan: sum(5), isAudited: true },
        },
      ],
    },
    documents: {
      items: [
        {
          ...{ title: mark('documents', 'title'), verifiedBy: mark('documents', 'by') },
          ...{ issuedOn: on, verifiedOn: on, validUntil: null },
        },
      ],
    },
    profile: {
      ...{ purpose: mark('profile', 'purpose'), scope: mark('profile', 'scope'), serviceArea: mark('profile', 'area') },
      ...{ beneficiaries: mark('profile', 'beneficiaries'), premises: { tenure: 'owned', squareMetres: 91 } },
      ...{ website: `https://example.org/${mark('profile', 'website')}`, foundedOn: on },
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

/** A named person with marks: name, telephone and certificate, which only those read to whom personal data is open, and the post, which stands beside a masked name too. */
export const markedPerson = (organisation: number) => ({
  ...{ name: markOf(organisation, 'people', 'name'), certificate: markOf(organisation, 'people', 'certificate') },
  ...{ position: markOf(organisation, 'post', 'position'), phone: String(figureOf(organisation, 'people', 0)) },
})

/** A stored document: its name and its bytes hold marks. */
export const markedPaper = (organisation: number) => ({
  fileName: `${markOf(organisation, 'documents', 'file')}.pdf`,
  content: Buffer.from(`%PDF-1.7 ${markOf(organisation, 'documents', 'bytes')}`),
})

/** What was noted: of an organisation by its first custodian, for itself; and of a document by whoever looked at it. */
export const markedNote = (organisation: number) => markOf(organisation, 'notes', 'text')
export const markedCheck = (organisation: number) => markOf(organisation, 'documents', 'check')

/** What shows a referral's outcome, as a part of its own: who reads one may not read another. */
export const evidenceOf = (referralId: string): string =>
  `evidence${[...referralId.replaceAll('-', '')].map(digit => String.fromCharCode(97 + parseInt(digit, 16))).join('')}`

/** How an organisation found a referral's service, as a part of its own. */
export const ratingOf = (referralId: string): string => evidenceOf(referralId).replace('evidence', 'rating')
/** Words of a rating that hold a mark. */
export const markedRating = (organisation: number, referralId: string) =>
  markOf(organisation, ratingOf(referralId), 'words')

/** A paper that shows an outcome: its name and its bytes hold marks. */
export const markedEvidence = (organisation: number, referralId: string) => ({
  fileName: `${markOf(organisation, evidenceOf(referralId), 'file')}.pdf`,
  content: Buffer.from(`%PDF-1.7 ${markOf(organisation, evidenceOf(referralId), 'bytes')}`),
})
