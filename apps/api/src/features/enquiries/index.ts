export { enquiriesRouter } from './router.ts'
export { type AskedPlace, askedCursor, askedOrder } from './asked-order-store.ts'
export { enquirySetting, factsOfEnquiry } from './enquiry-facts.ts'
export { type AskedSheet, readAsked } from './enquiry-list-store.ts'
export {
  type EnquiryRow,
  insertEnquiryEvent,
  insertEnquiryOutbox,
  isEnquiryInSight,
  lockEnquiry,
} from './enquiry-store.ts'
export { sheetRowView } from './enquiry-view.ts'
export { reassignOpenEnquiries } from './reassign-enquiries.ts'
export { recordEnquiry } from './record-enquiry.ts'
