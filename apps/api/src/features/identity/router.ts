import { router } from '../../rpc/procedures.ts'
import { actFor } from './act-for.ts'
import { endSession, sessions, signOut } from './end-session.ts'
import { endMemberSessions, members } from './members.ts'
import { demoAccounts, me } from './read-me.ts'
import { signIn } from './sign-in.ts'

export const identityRouter = router({
  signIn,
  signOut,
  me,
  sessions,
  endSession,
  actFor,
  members,
  endMemberSessions,
  demoAccounts,
})
