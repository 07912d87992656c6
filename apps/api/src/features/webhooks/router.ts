import { router } from '../../rpc/procedures.ts'
import { change, create, remove } from './keep-endpoints.ts'
import { deliveries, list } from './read-endpoints.ts'

/** Other systems of the tenant that are told of its notices. */
export const webhooksRouter = router({ list, deliveries, create, change, remove })
