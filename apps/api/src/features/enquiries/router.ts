import { router } from '../../rpc/procedures.ts'
import { answerEnquiry } from './answer-enquiry.ts'
import { askEnquiry } from './ask-enquiry.ts'
import { chooseEnquiry } from './choose-enquiry.ts'
import { giveUpEnquiry, withdrawEnquiry } from './close-enquiry.ts'
import { exportAskedSheets, exportSentEnquiries } from './export-enquiries.ts'
import { getEnquiry, getSheet } from './get-enquiry.ts'
import { countBelow, listAsked, listEnquiries } from './list-enquiries.ts'
import { suggestForEnquiry } from './suggest-for-enquiry.ts'

/** Blind enquiries (匿名问询) to several incubators before one is chosen (B-11). */
export const enquiriesRouter = router({
  list: listEnquiries,
  asked: listAsked,
  exportSent: exportSentEnquiries,
  exportAsked: exportAskedSheets,
  countBelow,
  get: getEnquiry,
  sheet: getSheet,
  suggest: suggestForEnquiry,
  ask: askEnquiry,
  answer: answerEnquiry,
  choose: chooseEnquiry,
  giveUp: giveUpEnquiry,
  withdraw: withdrawEnquiry,
})
