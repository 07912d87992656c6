export { agreementsRouter } from './router.ts'
export {
  type AgreementRow,
  type JoinedAgreement,
  lockAgreement,
  readAgreement,
  readCitable,
  readHealth,
  writeAgreement,
} from './agreement-store.ts'
export { acceptingOf, factsOfAgreement, sideOf } from './agreement-facts.ts'
export { recordAgreement } from './change-agreement.ts'
