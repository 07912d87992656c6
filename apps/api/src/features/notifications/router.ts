import { router } from '../../rpc/procedures.ts'
import { onChange } from './on-change.ts'
import { listNotices, markRead, unreadCount } from './read-notices.ts'

/** What a tenant or an organisation should know, and live updates. */
export const notificationsRouter = router({ list: listNotices, unreadCount, markRead, onChange })
