import { router } from '../../rpc/procedures.ts'
import { listUpkeepBelow, readUpkeepOf } from './read-upkeep.ts'
import { saveParty } from './save-party.ts'

/** How incubators stand to the rules on staff, premises, party and pay. */
export const upkeepRouter = router({ read: readUpkeepOf, below: listUpkeepBelow, saveParty })
