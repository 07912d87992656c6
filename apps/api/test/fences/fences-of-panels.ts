import { type Asked, fenced, nobody, own, when } from './fenced.ts'
import { seatedAt, panelOf } from './plot-index.ts'
import type { Rows } from './plot-types.ts'

type AskedPanel = Asked<Rows['panel'][number]>
const isCalled = ({ row }: AskedPanel) => row.state === 'called'
/** What is drawn may still be called off; what is complete stays. */
const isRunning = ({ row }: AskedPanel) => row.state === 'called' || row.state === 'drawn'

/** The pool, the panels, and who sits there with their marks: these two are written by gates alone. */
export const panels = {
  expert: fenced('expert', {
    name: 'expert',
    subject: 'Expert',
    facts: row => row,
    insert: { right: own, book: [['add', 'Expert']] },
    update: {
      set: `title = '新'`,
      right: own,
      book: [
        ['change', 'Expert'],
        ['retire', 'Expert'],
      ],
    },
  }),
  panel: fenced('panel', {
    name: 'panel',
    subject: 'Panel',
    facts: (row, plot) => ({ ...row, seatedPersonIds: seatedAt(plot, row.id ?? '') }),
    insert: { right: asked => own(asked) && isCalled(asked), book: [['call', 'Panel']], isMeant: isCalled },
    // A trigger keeps the others as they are, and would refuse the statement as a whole.
    update: {
      set: `state = 'calledOff' where state in ('called', 'drawn')`,
      right: asked => own(asked) && isRunning(asked),
      book: [
        ['draw', 'Panel'],
        ['callOff', 'Panel'],
      ],
      isMeant: isRunning,
    },
  }),
  panelSeat: fenced('panelSeat', { name: 'panel_seat', subject: 'PanelSeat', facts: row => row }),
  panelMark: fenced('panelMark', {
    name: 'panel_mark',
    subject: 'PanelMark',
    key: 'seat_id::text',
    keyOf: row => row.seatId,
    facts: (row, plot) => ({ ...row, isOpen: panelOf(plot, row.panelId).state === 'complete' }),
  }),
}

/** What a person proves with that it is they who sign: theirs, as how they are told is. */
export const proofs = {
  signingCode: fenced('signingCode', {
    name: 'signing_code',
    subject: 'MailSetting',
    key: `(case_id || ' ' || membership_id)`,
    keyOf: row => `${row.caseId} ${row.membershipId}`,
    facts: row => row,
    insert: { right: when('self') },
    update: { set: 'tries = 1', push: `person_id = '${nobody}'`, right: when('self') },
  }),
}
