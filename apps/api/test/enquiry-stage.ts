import type { ApiInputs } from '../src/rpc/app-router.ts'
import { key, type Place, type Stage } from './referral-stage.ts'

type Asking = ApiInputs['enquiries']['ask']
/** A sheet as it was read; an answer made on it is stale once another has been taken. */
type Sheet = { id: string; version: number }

/** A question that may be asked of these places. */
export const enquiryForm = (stage: Stage, of: readonly Place[], over: Partial<Asking> = {}): Asking => ({
  key: key(),
  organisationId: stage.organisation.id,
  need: 'venue',
  field: 'elderCare',
  stage: 'growing',
  divisionCode: '110105',
  question: '一家街道层面的养老组织，起步期，需要每周两次的场地',
  targetTenantIds: of.map(place => stage.tenants[place].id),
  ...over,
})

/** Plays an enquiry of the first street by the procedures that people use. */
export function playEnquiry(stage: Stage, of: readonly Place[] = ['districtB', 'streetB', 'sector']) {
  const sender = stage.people.streetA.api.enquiries
  let at: Awaited<ReturnType<typeof sender.ask>>
  const sheetAt = async (place: Place) => {
    const { rows } = await stage.people[place].api.enquiries.asked({})
    const sheet = rows.find(({ number }) => number === at.number)
    if (!sheet) throw new Error(`${place} was not asked`)
    return sheet
  }
  return {
    now: () => at,
    next: () => ({ key: key(), id: at.id, version: at.version }),
    set: (changed: typeof at) => (at = changed),
    ask: async (over: Partial<Asking> = {}) => (at = await sender.ask(enquiryForm(stage, of, over))),
    sheetAt,
    can: async (place: Place, words = '可以', read?: Sheet) => {
      const { id, version } = read ?? (await sheetAt(place))
      return stage.people[place].api.enquiries.answer({
        ...{ key: key(), id, version, words, answer: 'can', from: '2026-03-09', capacity: 2, reasonCode: null },
      })
    },
    cannot: async (place: Place, words = '', reasonCode = 'capacity', read?: Sheet) => {
      const { id, version } = read ?? (await sheetAt(place))
      return stage.people[place].api.enquiries.answer({
        ...{ key: key(), id, version, words, answer: 'cannot', reasonCode, from: null, capacity: null },
      })
    },
    choose: (place: Place) =>
      sender.choose({
        ...{ key: key(), id: at.id, version: at.version, mode: 'coService', tenantId: stage.tenants[place].id },
      }),
  }
}
