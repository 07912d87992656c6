import { checkYearList, LINE_FAULTS, LIST_FAULTS, type ListRow } from '@fuqiao/domain/calendar'
import { listVersion, readCalendarLists } from '@fuqiao/db/reference-data'
import { v7 } from 'uuid'
import { z } from 'zod'
import { steppedProcedure, tenantStep } from '../../rpc/acting-step.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError } from '../../rpc/app-error.ts'
import { authorise } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { insertLoad, readBase } from './calendar-store.ts'
import { readListFile } from './read-list-file.ts'

const inOrder = (rows: readonly ListRow[]) => rows.toSorted(([one], [other]) => (one < other ? -1 : 1))

const fault = z.strictObject({
  /** The line in the file; null: the whole list. */
  row: z.int().nullable(),
  fault: z.enum([...LINE_FAULTS, ...LIST_FAULTS]),
  text: z.string(),
})

/**
 * Proposes a year's list: one after the last loaded year, or with a reason in the place of a loaded one. Every bad line is named, and nothing is kept
 * unless all are right. What it would move is reckoned afterwards; nothing moves before it is confirmed.
 * @throws NOT_ALLOWED, CALENDAR_YEAR_NOT_NEXT, CALENDAR_UNCHANGED, CALENDAR_FILE_UNREADABLE and the like
 */
export const propose = steppedProcedure
  .meta({ can: ['propose', 'CalendarLoad'] })
  .input(
    z.strictObject({
      key: z.uuid(),
      year: z.int().min(2000).max(2199),
      reason: z.string().trim().max(300),
      fileName: z.string().trim().max(200),
      content: z.custom<Uint8Array>(given => given instanceof Uint8Array),
    }),
  )
  .output(z.strictObject({ id: z.uuid().nullable(), faults: z.array(fault) }))
  .mutation(async ({ ctx, input }) => {
    const { key, year, reason, fileName, content } = input
    const checked = checkYearList(year, await readListFile(content))
    if (!checked.ok) return { id: null, faults: [...checked.faults] }
    const rows = [...checked.rows]
    return tenantStep(ctx, false, async ({ tx, actor, ability, now }) => {
      authorise(ability, 'propose', 'CalendarLoad', { relation: actor.isRoot ? 'own' : 'none' })
      const request = { personId: actor.personId, key, procedure: 'calendar.propose', now }
      return answerOnce(tx, { ...request, input: { year, reason, fileName, rows } }, async () => {
        const [lists, base] = await Promise.all([readCalendarLists(tx), readBase(tx)])
        const replaced = lists.find(list => list.year === year)
        const next = (lists.at(-1)?.year ?? year - 1) + 1
        if (!replaced && year !== next)
          throw new AppError('CALENDAR_YEAR_NOT_NEXT', { next }, { year: 'CALENDAR_YEAR_NOT_NEXT' })
        if (replaced && reason.length < 2) throw new AppError('INPUT_INVALID', {}, { reason: 'INPUT_REASON_NEEDED' })
        const version = listVersion(rows)
        if (replaced && listVersion(inOrder(replaced.rows)) === version)
          throw new AppError('CALENDAR_UNCHANGED', { year })
        const id = v7()
        await insertLoad(tx, {
          ...{ networkId: actor.networkId, id, year, rows, listVersion: version, base, fileName, reason },
          replaces: replaced ? [...replaced.rows] : null,
          ...{ personId: actor.personId, personName: actor.personName, proposedAt: now },
        })
        await writeAudit(tx, actor, {
          action: 'calendar.propose',
          subjectKind: 'CalendarLoad',
          subjectId: id,
          at: now,
          details: { year, version, days: rows.length, replaces: replaced?.version ?? null },
        })
        return { id, faults: [] }
      })
    })
  })
