export { type FoundOrganisation, findOrganisation } from './standing.ts'
export { type HandedIn, storeAttachment, type StoredPaper } from './store-attachment.ts'
export { type DossierSectionRow, readDossierForSharing } from './read-dossier-for-sharing.ts'
