import { router } from '../../rpc/procedures.ts'
import { confirmAddress, forgetAddress, giveAddress } from './confirm-address.ts'
import { choose, mine } from './choose-channels.ts'

/** How the person is told in the membership they act in. */
export const mailSettingsRouter = router({ mine, choose, giveAddress, confirmAddress, forgetAddress })
