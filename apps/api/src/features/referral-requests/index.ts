export { referralRequestsRouter } from './router.ts'
export {
  insertRequestOutbox,
  isRequestInSight,
  lockRequest,
  passOver,
  type RequestPayload,
  type RequestRow,
} from './request-store.ts'
export { settleRequest } from './settle-request.ts'
