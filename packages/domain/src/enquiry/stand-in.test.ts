import { describe, expect, test } from 'vitest'
import { type EnquiryOfRetiring, planEnquiryStandIn } from './stand-in.ts'

const enquiry = (over: Partial<EnquiryOfRetiring> = {}): EnquiryOfRetiring => ({
  ...{ state: 'open', fromTenantId: 'asker', hasOwn: false },
  asked: [
    { id: '1', tenantId: 'one', answer: 'can' },
    { id: '2', tenantId: 'two', answer: 'awaited' },
  ],
  ...over,
})
const successor = (fromTenantId: string, toTenantId: string) =>
  ({ fromTenantId, toTenantId, basis: 'successor' }) as const
const superior = (fromTenantId: string, toTenantId: string) =>
  ({ fromTenantId, toTenantId, basis: 'superior' }) as const
const goesOn = (slots: object[], isAskerReplaced = false) => ({ becomes: 'goesOn', isAskerReplaced, slots })

describe('[B-08] a blind enquiry of which somebody goes', () => {
  test('is answered for by a successor, and asked of a superior anew', () => {
    expect(planEnquiryStandIn(enquiry(), successor('one', 'heir'))).toEqual(goesOn([{ id: '1', becomes: 'carried' }]))
    expect(planEnquiryStandIn(enquiry(), superior('one', 'heir'))).toEqual(goesOn([{ id: '1', becomes: 'askedAnew' }]))
  })

  test('closes a slot where the heir is asked already or asks itself', () => {
    expect(planEnquiryStandIn(enquiry(), successor('one', 'two'))).toEqual(goesOn([{ id: '1', becomes: 'closed' }]))
    expect(planEnquiryStandIn(enquiry(), superior('one', 'asker'))).toEqual(goesOn([{ id: '1', becomes: 'closed' }]))
  })

  test('goes on with the asker’s successor, who does not answer itself', () => {
    expect(planEnquiryStandIn(enquiry(), successor('asker', 'heir'))).toEqual(goesOn([], true))
    expect(planEnquiryStandIn(enquiry(), successor('asker', 'one'))).toEqual(
      goesOn([{ id: '1', becomes: 'closed' }], true),
    )
  })

  test('is taken back where its asker is suspended, or its successor asks the same already', () => {
    expect(planEnquiryStandIn(enquiry(), superior('asker', 'heir'))).toEqual({ becomes: 'withdrawn' })
    expect(planEnquiryStandIn(enquiry({ hasOwn: true }), successor('asker', 'heir'))).toEqual({ becomes: 'withdrawn' })
  })
})
