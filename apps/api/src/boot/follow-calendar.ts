import { asSystem, type Database } from '@fuqiao/db'
import { readWorkingCalendar } from '@fuqiao/db/reference-data'
import type { WorkingCalendar } from '@fuqiao/domain'

/** The calendar in force, as this server knows it. */
export type FollowedCalendar = { current(): WorkingCalendar; stop(): Promise<void> }

const lookEveryMs = 60_000

/**
 * Keeps the calendar in force: reads it again when the database announces another, whenever it listens anew, and every minute in case an announcement
 * was lost. Servers need no restart.
 */
export async function followCalendar(db: Database, onError: (error: unknown) => void): Promise<FollowedCalendar> {
  let calendar = await asSystem(db, readWorkingCalendar)
  const refresh = async () => {
    try {
      const read = await asSystem(db, readWorkingCalendar)
      if (read.version !== calendar.version) calendar = read
    } catch (error) {
      onError(error)
    }
  }
  const listening = await db.system.listen(
    'fuqiao_calendar',
    () => void refresh(),
    () => void refresh(),
  )
  const timer = setInterval(() => void refresh(), lookEveryMs).unref()
  return {
    current: () => calendar,
    async stop() {
      clearInterval(timer)
      await listening.unlisten()
    },
  }
}
