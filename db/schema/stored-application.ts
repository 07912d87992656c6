/** What an applicant says: answers by id, its word on each condition. */
export type StoredApplication = {
  answers: Record<string, string>
  claims: { id: string; claims: boolean; words: string }[]
}
/** How a condition came out. */
export type StoredVerdict = { id: string; verdict: 'met' | 'unmet' | 'claimed'; reason: string; measured?: string }
