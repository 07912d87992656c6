import { router } from '../../rpc/procedures.ts'
import { acceptSeat, dismissSeat, recuseSeat, scoreSeatOnce } from './answer-seat.ts'
import { callPanel } from './call-panel.ts'
import { addExpert, changeExpert, retireExpert } from './change-expert.ts'
import { callOffPanel, drawPanel } from './draw-panel.ts'
import { getPanelOfCase } from './get-panel.ts'
import { getExpert, listExpertAccounts, listExperts } from './list-experts.ts'
import { getSeatDesk, listMySeats } from './read-seats.ts'

/** The pool of experts, and the panels that are drawn from it by lot (J-07, L-05, L-13). */
export const panelsRouter = router({
  experts: listExperts,
  expert: getExpert,
  accounts: listExpertAccounts,
  addExpert,
  changeExpert,
  retireExpert,
  ofCase: getPanelOfCase,
  callExperts: callPanel,
  draw: drawPanel,
  callOff: callOffPanel,
  dismiss: dismissSeat,
  mine: listMySeats,
  desk: getSeatDesk,
  accept: acceptSeat,
  recuse: recuseSeat,
  score: scoreSeatOnce,
})
