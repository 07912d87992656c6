import { publicCallSchema } from '@fuqiao/contract'
import { asSystem } from '@fuqiao/db'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { z } from 'zod'
import { publicProcedure } from '../../rpc/procedures.ts'
import { readPublicCalls } from './call-store.ts'

const mostShown = 100

/** The calls of every network that take applications today, those that close first on top (Z-07). */
export const listPublicCalls = publicProcedure
  .meta({ public: 'a call for applications is for the public' })
  .input(z.strictObject({}))
  .output(z.array(publicCallSchema))
  .query(async ({ ctx: { deps } }) => {
    const found = await asSystem(deps.db, tx => readPublicCalls(tx, civilDateOf(deps.now()), mostShown))
    return found.map(({ row, tenantName, networkName }) => {
      const { id, number, title, words, opensOn, closesOn, places } = row
      return { id, number, tenantName, networkName, title, words, opensOn, closesOn, places }
    })
  })
