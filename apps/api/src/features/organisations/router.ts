import { router } from '../../rpc/procedures.ts'
import { checkDocument, revokeDocumentCheck } from './check-document.ts'
import { checkImport } from './check-import.ts'
import { checkRegistration } from './check-registration.ts'
import { divisions } from './choose-division.ts'
import { cancelImport, confirmImport, decideDuplicates, importJob, importJobs, importRows } from './follow-import.ts'
import { get } from './get-organisation.ts'
import { accounts, addAccount, endAccount, renewAccount } from './keep-accounts.ts'
import { addDocument, documents } from './keep-documents.ts'
import { addNote, notes } from './keep-notes.ts'
import { addPerson, removePerson, savePerson } from './keep-people.ts'
import { count, list } from './list-organisations.ts'
import { merge } from './merge-organisation.ts'
import { openDossier } from './open-dossier.ts'
import { my } from './read-my-organisation.ts'
import { register } from './register-organisation.ts'
import { saveSection } from './save-section.ts'
import { search } from './search-organisations.ts'
import { unmaskPerson } from './unmask-person.ts'
import { update } from './update-organisation.ts'

export const organisationsRouter = router({
  list,
  count,
  search,
  get,
  divisions,
  checkRegistration,
  register,
  update,
  merge,
  accounts,
  addAccount,
  endAccount,
  renewAccount,
  openDossier,
  saveSection,
  addPerson,
  savePerson,
  removePerson,
  unmaskPerson,
  notes,
  addNote,
  documents,
  addDocument,
  checkDocument,
  revokeDocumentCheck,
  my,
  checkImport,
  importJobs,
  importJob,
  importRows,
  decideDuplicates,
  confirmImport,
  cancelImport,
})
