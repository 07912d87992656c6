import { router } from '../../rpc/procedures.ts'
import { confirm, discard } from './decide-calendar.ts'
import { propose } from './propose-calendar.ts'
import { read, trial } from './read-calendar.ts'

export const calendarRouter = router({ read, trial, propose, confirm, discard })
