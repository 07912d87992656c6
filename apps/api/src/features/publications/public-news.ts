import { idSchema, listNewsInput, newsItemSchema, newsRowSchema, pageOf, pageSize } from '@fuqiao/contract'
import { asSystem } from '@fuqiao/db'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { notFound } from '../../rpc/app-error.ts'
import { publicProcedure } from '../../rpc/procedures.ts'
import { readFirstDay, readNews, readNewsPaper, readNewsPapers, readStanding } from './news-store.ts'

/** What every network tells everybody, and its open calls, the latest first (B-06). */
export const listPublicNews = publicProcedure
  .meta({ public: 'what is published is for the public' })
  .input(listNewsInput)
  .output(pageOf(newsRowSchema))
  .query(async ({ ctx: { deps }, input }) => {
    const { text = '', category, cursor } = input
    const query = { networkId: null, text, category, cursor, today: civilDateOf(deps.now()), limit: pageSize + 1 }
    const found = await asSystem(deps.db, tx => readNews(tx, query))
    const last = found.length > pageSize ? found[pageSize - 1] : undefined
    return { rows: found.slice(0, pageSize), next: last ? { at: last.publishedAt, id: last.id } : null }
  })

/** One publication as it stands; of a withdrawn one, that it was and why. @throws NOT_FOUND */
export const getPublicNews = publicProcedure
  .meta({ public: 'what is published is for the public' })
  .input(z.strictObject({ id: idSchema }))
  .output(newsItemSchema)
  .query(({ ctx: { deps }, input }) =>
    asSystem(deps.db, async tx => {
      const found = await readStanding(tx, input.id)
      if (!found?.row.publishedAt) throw notFound()
      const { row, tenantName, networkName } = found
      const { firstId: id, title, category, body, number, changeNote, networkId } = row
      if (row.withdrawnAt)
        return {
          ...{ standing: 'withdrawn' as const, id, title, reason: row.withdrawReason },
          withdrawnAt: row.withdrawnAt.toISOString(),
        }
      const [first, papers] = [await readFirstDay(tx, networkId, id), await readNewsPapers(tx, networkId, row.id)]
      return {
        ...{
          standing: 'published' as const,
          id,
          title,
          category,
          body,
          number,
          changeNote,
          tenantName,
          networkName,
          papers,
        },
        firstPublishedAt: (first ?? found.row.publishedAt).toISOString(),
        publishedAt: found.row.publishedAt.toISOString(),
      }
    }),
  )

/** A paper of what stands before everybody. @throws NOT_FOUND */
export async function newsPaperFor({ db }: Pick<Deps, 'db'>, id: string) {
  const paper = await asSystem(db, tx => readNewsPaper(tx, id))
  if (!paper) throw notFound()
  return paper
}
