import { router } from '../../rpc/procedures.ts'
import { addEquipment, addRoom, changeEquipment, changeRoom, removeEquipment, removeRoom } from './keep-premises.ts'
import { readPremises } from './read-premises.ts'

/** The rooms of an incubator and what is in them (W-07, Z-06). */
export const premisesRouter = router({
  read: readPremises,
  addRoom,
  changeRoom,
  removeRoom,
  addEquipment,
  changeEquipment,
  removeEquipment,
})
