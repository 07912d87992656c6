import { router } from '../../rpc/procedures.ts'
import { board } from './board.ts'
import { exportBoard } from './export-board.ts'
import { change, get, list, record, takeBack } from './keep-activities.ts'
import { facts } from './list-facts.ts'

/** The network's figures against what is to be reached, and the facts behind them. */
export const indicatorsRouter = router({ board, facts, exportBoard })

/** Work that leaves no other record: trainings, consultations, projects (L-01). */
export const activitiesRouter = router({ list, get, record, change, takeBack })
