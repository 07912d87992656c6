import { router } from '../../rpc/procedures.ts'
import { change, create, remove } from './keep-endpoints.ts'
import { deliveries, list } from './read-endpoints.ts'
import { rotate } from './rotate-secret.ts'
import { sendTest } from './send-test.ts'

/** Other systems of the tenant that are told of its notices. */
export const webhooksRouter = router({ list, deliveries, create, change, rotate, sendTest, remove })
