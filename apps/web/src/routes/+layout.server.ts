import { takeFlash } from '#lib/server/flash.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = ({ cookies, locals }) => ({
  preferences: locals.preferences,
  flash: takeFlash(cookies),
})
