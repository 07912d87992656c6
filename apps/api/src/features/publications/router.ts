import { router } from '../../rpc/procedures.ts'
import {
  approvePublication,
  correctPublication,
  discardPublication,
  editPublication,
  returnPublication,
  submitPublication,
  takeBackPublication,
  withdrawPublication,
  writeNewPublication,
} from './change-publication.ts'
import { addPublicationPaper, removePublicationPaper } from './papers.ts'
import { getPublicNews, listPublicNews } from './public-news.ts'
import { getPublication, listNews, listPublications } from './read-publications.ts'

/** The publishing desk: written by any incubator, decided on, published once (B-06). */
export const publicationsRouter = router({
  list: listPublications,
  news: listNews,
  get: getPublication,
  write: writeNewPublication,
  edit: editPublication,
  submit: submitPublication,
  takeBack: takeBackPublication,
  approve: approvePublication,
  return: returnPublication,
  withdraw: withdrawPublication,
  correct: correctPublication,
  discard: discardPublication,
  addPaper: addPublicationPaper,
  removePaper: removePublicationPaper,
})

/** What anybody reads without an account. */
export const publicNewsRouter = router({ list: listPublicNews, get: getPublicNews })
