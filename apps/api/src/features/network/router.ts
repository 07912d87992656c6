import { router } from '../../rpc/procedures.ts'
import { divisions } from './read-divisions.ts'
import { vocabulary } from './read-vocabulary.ts'

export const networkRouter = router({ vocabulary, divisions })
