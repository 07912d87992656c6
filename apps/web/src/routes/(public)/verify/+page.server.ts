import { failureOf } from '#lib/server/failure.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const code = url.searchParams.get('code')?.trim() ?? ''
  if (code === '') return { code, letter: null, asked: false }
  try {
    return { code, letter: await api.referrals.verifyLetter({ code }), asked: true }
  } catch (thrown) {
    const failure = failureOf(thrown)
    // A code of another length is as little a letter's as one that nobody was given.
    if (failure?.code === 'NOT_FOUND' || failure?.code === 'INPUT_INVALID') return { code, letter: null, asked: true }
    throw thrown
  }
}
