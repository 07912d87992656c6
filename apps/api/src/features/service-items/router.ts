import { router } from '../../rpc/procedures.ts'
import { acknowledgeServiceItem, endServiceItem, pushServiceItem } from './push-service-item.ts'
import { getServiceItem, listFulfilment, listItemRecords, listServiceItems } from './read-service-items.ts'

/** What those above ask of the incubators below, and what came of it (B-19). */
export const serviceItemsRouter = router({
  list: listServiceItems,
  get: getServiceItem,
  fulfilment: listFulfilment,
  records: listItemRecords,
  push: pushServiceItem,
  end: endServiceItem,
  acknowledge: acknowledgeServiceItem,
})
