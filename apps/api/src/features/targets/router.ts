import { router } from '../../rpc/procedures.ts'
import { agreeTarget, counterTarget, withdrawTarget } from './change-target.ts'
import { get, overview, split, waiting } from './read-targets.ts'
import { proposeTarget, setTarget } from './set-target.ts'
import { signTarget } from './sign-target.ts'

/** What incubators are to reach, split from the top downwards and signed by both sides of each share. */
export const targetsRouter = router({
  overview,
  split,
  get,
  waiting,
  set: setTarget,
  propose: proposeTarget,
  counter: counterTarget,
  agree: agreeTarget,
  sign: signTarget,
  withdraw: withdrawTarget,
})
