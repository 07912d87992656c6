export { referralsRouter } from './router.ts'
export { insertAccess, readAccess } from './detail-store.ts'
export {
  readArrivals,
  readArrivalsOf,
  readLiveGrants,
  readLiveGrantsOf,
  readOrganisation,
  readSimilar,
  readStandingConsents,
  readWorld,
} from './world-store.ts'
export { beginDraft, chainAfter, parentAmong } from './create-referral.ts'
export { newClock } from './clock-columns.ts'
export { newLetterCode } from './write-draft.ts'
export { refusalToShare } from './request-consent.ts'
export { suggestedAmong } from './suggestion-for.ts'
export { errorOf } from './refuse.ts'
export { candidateOf, type DirectoryRow, readCandidates } from './routing-store.ts'
export { rankAmong, type Ranking, rankForNeed, suggestionView } from './suggest-targets.ts'
export { type CountRow, readRange, readReferralCounts } from './counts-store.ts'
export { type ActingIn, type Changed, transit } from './transit.ts'
export { shownConsent } from './consent-shown.ts'
export { grantByConsent, readNodes } from './effects-store.ts'
export { isBridgeFree, mirrorByWorker } from './far-end-store.ts'
export { factsOf, noWorld, settingOf } from './facts.ts'
export { rowView } from './row-view.ts'
export { type Box, countList, isInSight, readList } from './list-store.ts'
export type { JoinedRow } from './listed-store.ts'
export {
  insertEvent,
  insertOutbox,
  insertReferral,
  type OutboxPayload,
  readReferral,
  type ReferralRow,
} from './referral-store.ts'
export { type ByAgreement, writeTransition } from './write-transition.ts'
export { pageOfReferrals } from './list-referrals.ts'
export { rowsForFile } from './export-referrals.ts'
export { directionWords, labelsOf, stateWords } from './export-labels.ts'
export { reassignOpenReferrals } from './reassign-referrals.ts'
export type { RatingPayload } from './rating-store.ts'
