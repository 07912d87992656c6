import { router } from '../../rpc/procedures.ts'
import { clauses } from './clauses.ts'
import { begin, discard, save } from './edit-draft.ts'
import { moveCases } from './move-cases.ts'
import { list, read } from './read-rules.ts'
import { rollBack, schedule, takeBack } from './schedule-version.ts'
import { cancelPass, pass, passes, tryOut } from './try-out.ts'

export const rulesRouter = router({
  list,
  read,
  begin,
  save,
  discard,
  schedule,
  takeBack,
  rollBack,
  tryOut,
  cancelPass,
  passes,
  pass,
  moveCases,
  clauses,
})
