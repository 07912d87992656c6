/** Who reads a document of an archive beside its incubator: nobody, whoever stands above it, or they and the organisation that the case is about. */
export type Audience = 'incubator' | 'superiors' | 'organisation'

/**
 * Whom each document is for. The organisation reads what was told to it while the case ran: what it said, gave and signed, the conditions with their reasons, how its
 * assessments came out. What was noted, marked or decided inside stays inside, and who objected stays with the incubator.
 */
const audiences = {
  'index.html': 'superiors',
  'index.en.html': 'superiors',
  'organisation.html': 'organisation',
  'organisation.en.html': 'organisation',
  'case.json': 'superiors',
  'organisation.json': 'organisation',
  'tasks.json': 'superiors',
  'assessments.json': 'superiors',
  'agreement.json': 'organisation',
  'services.json': 'organisation',
  'papers.json': 'superiors',
  'events.json': 'superiors',
  'objections.json': 'incubator',
  'objections.html': 'incubator',
  'manifest.json': 'organisation',
} as const satisfies Readonly<Record<string, Audience>>

/** What a document is called in its package: one that nobody decided about has no name. */
export type DocumentName = keyof typeof audiences

/** Whom a paper is for: what a step records is the incubator's. */
export const isPaperForOrganisation = (purpose: 'application' | 'record' | 'agreement'): boolean => purpose !== 'record'

/** The marks of a document, as it is kept. */
export function marksOf(name: DocumentName): { name: DocumentName; isInternal: boolean; isForOrganisation: boolean } {
  const audience: Audience = audiences[name]
  return { name, isInternal: audience === 'incubator', isForOrganisation: audience === 'organisation' }
}
