import { router } from '../../rpc/procedures.ts'
import { actFor } from './act-for.ts'
import { addMember } from './add-member.ts'
import { changeMember, endMember } from './change-member.ts'
import { changePassword } from './change-password.ts'
import { endSession, sessions, signOut } from './end-session.ts'
import { endMemberSessions, members } from './members.ts'
import { demoAccounts, me } from './read-me.ts'
import { renewPassword } from './renew-password.ts'
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
  addMember,
  changeMember,
  endMember,
  renewPassword,
  changePassword,
  demoAccounts,
})
