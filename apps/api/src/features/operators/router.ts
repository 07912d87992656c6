import { router } from '../../rpc/procedures.ts'
import { appointOperator, handOverOperator } from './appoint-operator.ts'
import { listOperators } from './read-operators.ts'

/** Who runs an incubator: the bureau itself, or a body whose service is purchased (J-13, L-03). */
export const operatorsRouter = router({ list: listOperators, appoint: appointOperator, handOver: handOverOperator })
