import { router } from '../../rpc/procedures.ts'
import { listItems, raiseItem, setItemAside, takeItem } from './agenda.ts'
import { addJointPaper } from './joint-papers.ts'
import { changeMeeting, closeMeeting, conveneMeeting, holdMeeting, keepMinutes } from './lead-meeting.ts'
import { planMeeting } from './plan-meeting.ts'
import { getMeeting, listMeetings } from './read-meetings.ts'
import { resolve } from './resolve.ts'
import { addSeat, changeSeat, endSeat, listMembers, listSeats } from './seats.ts'

/** The joint meeting of all tiers (联席会议, B-18). */
export const meetingsRouter = router({
  list: listMeetings,
  get: getMeeting,
  plan: planMeeting,
  change: changeMeeting,
  convene: conveneMeeting,
  hold: holdMeeting,
  keepMinutes,
  resolve,
  close: closeMeeting,
  addPaper: addJointPaper,
  items: listItems,
  raiseItem,
  takeItem,
  setItemAside,
  seats: listSeats,
  members: listMembers,
  addSeat,
  changeSeat,
  endSeat,
})
