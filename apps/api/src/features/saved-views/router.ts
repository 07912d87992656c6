import { router } from '../../rpc/procedures.ts'
import { create, list, remove } from './keep-views.ts'

export const savedViewsRouter = router({ list, create, remove })
