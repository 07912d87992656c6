import type { RequestEvent } from '@sveltejs/kit'
import type { z } from 'zod'
import type { paperForm } from './detail-schemas.ts'

/** Puts a consent signed on paper on file: the referral's own, or while a question is open what was asked for beside it. */
export async function uploadPaper(
  { locals }: RequestEvent,
  id: string,
  { paper, paperReason: reason, ...input }: z.output<typeof paperForm>,
) {
  return locals.api.referrals.uploadPaperConsent({
    ...{ id, ...input, reason, fileName: paper.name },
    content: Buffer.from(await paper.arrayBuffer()).toString('base64'),
  })
}
