export { attachmentFor } from './fetch-attachment.ts'
export { beginExport, type ExportOrganisations, exportsADay, streamExport } from './export-organisations.ts'
export { exportQuery } from './export-query.ts'
export { dispositionOf, FILE_KINDS } from './file-kind.ts'
export { failedRowsWorkbook, importTemplate } from './import-workbooks.ts'
export { readWorkbook } from './read-workbook.ts'
export { isOrganisationInSight } from './organisation-store.ts'
export type { MergePayload } from './merge-store.ts'
export { type FoundOrganisation, findOrganisation } from './standing.ts'
export {
  type ExaminedFile,
  examineFile,
  type HandedFile,
  type HandedIn,
  storeAttachment,
  storeExamined,
  type StoredPaper,
} from './store-attachment.ts'
export { type DossierSectionRow, readDossierForSharing } from './read-dossier-for-sharing.ts'
export { answerDuplicates, checkDivision, checkPlaceAndKind } from './card-checks.ts'
export { maskName } from './mask-people.ts'
export { cardColumns, takeFilingNumber } from './new-organisation.ts'
export { changeOrganisation, lockOrganisation, takeRegistrationTurn } from './organisation-store.ts'
