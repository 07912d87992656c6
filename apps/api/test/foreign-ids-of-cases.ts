import { randomUUID } from 'node:crypto'
import { insertedDigest } from './case-rows.ts'
import { paper } from './case-stage.ts'
import type { Own, Probe } from './foreign-ids-table.ts'

const key = () => randomUUID()
const byId = (id: string) => ({ id })
const change =
  (more: Record<string, unknown> = {}) =>
  (id: string) => ({ key: key(), id, version: 1, ...more })
const begun = (more: Record<string, unknown>) => ({
  ...{ key: key(), organisationId: null, callId: null, referralId: null, ...more },
})
const completed = { result: 'pass', reason: '符合要求' }
const signed = { signatory: '何小满', digest: insertedDigest, paperId: null }
const service = { serviceId: 'venue', on: '2026-03-02', minutes: 60, words: '使用会议室' }
const answered = (caseId: string, id: string) => ({ key: key(), caseId, id, answer: '已核实' })
const objection = { name: '何路人', contact: '010-5552222', words: '此前有投诉' }
const ownCase = ({ case: { id, version } }: Own) => ({ key: key(), id, version })

/** The places of inputs about calls, cases and their notices that hold an id; `directory`: how the id of an incubator in sight is answered, `cursor` a position in a list. */
export const caseIds = ({
  directory,
  cursor,
}: {
  directory: string
  cursor: Probe
}): Record<string, Record<string, Probe>> => ({
  'calls.get': { id: { of: 'callId', isGoodInside: true, input: byId } },
  'calls.list': {
    'cursor.id': { ...cursor, input: id => ({ ...(cursor.input(id, {} as Own) as object), which: 'open' }) },
  },
  'calls.withdraw': {
    id: {
      of: 'callId',
      same: 'a call is read by the whole network; what may not be done to it is forbidden, not hidden',
      input: change(),
    },
  },
  'cases.begin': {
    organisationId: { of: 'organisationId', input: organisationId => begun({ organisationId }) },
    callId: { of: 'callId', input: (callId, { organisationId }) => begun({ organisationId, callId }) },
    referralId: { of: 'accepted', input: (referralId, { organisationId }) => begun({ organisationId, referralId }) },
  },
  'cases.save': { id: { of: 'draftCaseId', input: change({ answers: {}, claims: [] }) } },
  'cases.submit': { id: { of: 'draftCaseId', input: change() } },
  'cases.complete': {
    id: { of: 'caseId', input: id => ({ ...change(completed)(id), taskId: randomUUID() }) },
    taskId: { of: 'taskId', input: (taskId, own) => ({ ...ownCase(own), ...completed, taskId }) },
  },
  'cases.sign': {
    id: { of: 'agreedCaseId', input: change(signed) },
    paperId: { of: 'casePaperId', input: (paperId, own) => ({ ...ownCase(own), ...signed, paperId }) },
  },
  'cases.sendSigningCode': { id: { of: 'agreedCaseId', input: byId } },
  'cases.signingWay': { id: { of: 'agreedCaseId', input: byId } },
  'cases.act': { id: { of: 'caseId', input: change({ action: 'withdraw', reason: '不再申请' }) } },
  'cases.recordService': {
    id: { of: 'caseId', input: change(service) },
    serviceItemId: {
      of: 'serviceItemId',
      same: 'a service is recorded of whoever is resident: the case says no before the item is looked for',
      input: (serviceItemId, own) => ({ ...change(service)(own.case.id), version: own.case.version, serviceItemId }),
    },
  },
  'cases.addPaper': { caseId: { of: 'caseId', input: caseId => paper(caseId, 'record', 'photos') } },
  'cases.answerObjection': {
    caseId: { of: 'agreedCaseId', input: caseId => answered(caseId, randomUUID()) },
    id: { of: 'objectionId', input: (id, own) => answered(own.case.id, id) },
  },
  'cases.get': { id: { of: 'caseId', input: byId } },
  'cases.list': { 'cursor.id': cursor },
  'cases.rules': {
    caseId: { of: 'caseId', input: caseId => ({ caseId, tenantId: null }) },
    tenantId: { of: 'tenantId', same: directory, input: tenantId => ({ caseId: null, tenantId }) },
  },
  // What the public reads is no secret to anybody; a case of which nothing is published is none to it.
  'publicNotices.get': { id: { of: 'draftCaseId', input: byId } },
  'publicNotices.object': { id: { of: 'draftCaseId', input: id => ({ key: key(), id, ...objection }) } },
})
