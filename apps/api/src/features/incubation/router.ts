import { router } from '../../rpc/procedures.ts'
import { actOnCase } from './act-on-case.ts'
import { answerObjection } from './answer-objection.ts'
import { saveApplication, submitCase } from './apply.ts'
import { beginCase } from './begin-case.ts'
import { getCall, listCalls, publishCall, withdrawCall } from './calls.ts'
import { completeTask } from './complete-task.ts'
import { getCase } from './get-case.ts'
import { listCases, listDue } from './list-cases.ts'
import { addCasePaper } from './papers.ts'
import { getNotice, listNotices, objectToNotice } from './public-notices.ts'
import { recordService } from './record-service.ts'
import { listPublicCalls } from './public-calls.ts'
import { readRules } from './read-rules.ts'
import { sendSigningCode, signingWay } from './signing-code.ts'
import { signResidency } from './sign-agreement.ts'

export const casesRouter = router({
  begin: beginCase,
  save: saveApplication,
  submit: submitCase,
  complete: completeTask,
  sign: signResidency,
  sendSigningCode,
  signingWay,
  act: actOnCase,
  recordService,
  addPaper: addCasePaper,
  answerObjection,
  get: getCase,
  list: listCases,
  due: listDue,
  rules: readRules,
})

export const callsRouter = router({
  publish: publishCall,
  withdraw: withdrawCall,
  list: listCalls,
  get: getCall,
  listPublic: listPublicCalls,
})

export const publicNoticesRouter = router({ list: listNotices, get: getNotice, object: objectToNotice })
