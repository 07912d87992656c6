import { instantSchema, referralStateSchema } from '@fuqiao/contract'
import { asSystem } from '@fuqiao/db'
import { z } from 'zod'
import { notFound } from '../../rpc/app-error.ts'
import { publicProcedure } from '../../rpc/procedures.ts'
import { readLetterByCode } from './letter-store.ts'

/** Whether a printed letter is genuine, for whoever holds it: number, date, the two incubators and how it stands; never the organisation. */
export const verifyLetter = publicProcedure
  .meta({ public: 'whoever holds a printed letter may check its code; the answer names no organisation' })
  .input(z.strictObject({ code: z.string().trim().min(16).max(24) }))
  .output(
    z.strictObject({
      number: z.string(),
      submittedAt: instantSchema,
      senderName: z.string(),
      targetName: z.string(),
      state: referralStateSchema,
    }),
  )
  .query(async ({ ctx, input }) => {
    const characters = input.code.toUpperCase().replaceAll(/[^0-9A-Z]/g, '')
    const code = characters.match(/.{1,4}/g)?.join('-') ?? ''
    const letter = await asSystem(ctx.deps.db, tx => readLetterByCode(tx, code))
    if (!letter) throw notFound()
    return letter
  })
