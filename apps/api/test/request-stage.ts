import type { ApiInputs } from '../src/rpc/app-router.ts'
import { key } from './referral-stage.ts'

type Asking = ApiInputs['referralRequests']['ask']

/** A code that passes the check and that no organisation of a stage has. */
export const codeOfNobody = '531000005000215960'

/** What an incubator asks with; by default for an organisation that there is not. */
export const requestForm = (over: Partial<Asking> = {}): Asking => ({
  key: key(),
  name: '',
  creditCode: codeOfNobody,
  need: 'venue',
  field: 'elderCare',
  mode: 'coService',
  reason: '该组织来访，常驻地在我处',
  offer: '每周三次活动场地和一名辅导员',
  ...over,
})
