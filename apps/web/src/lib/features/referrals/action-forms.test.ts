import { expect, test } from 'vitest'
import { actionOrder } from './action-order.ts'
import { formOf, type ActionScene } from './action-forms.ts'
import { detailActions } from './detail-actions.ts'

const scene = {
  referral: {
    as: 'sender',
    mode: 'coService',
    to: null,
    request: null,
    course: { sections: [], informationRounds: 0, further: { sections: ['finance'], personal: false } },
    timeline: [],
  },
  words: { today: '2026-11-23', declineReasons: [], outcomes: [], failureCauses: [], holdDays: 60 },
  paperMaxBytes: 1,
  hasDuplicates: true,
} as unknown as ActionScene

/** Buttons that speak for themselves. */
const bare = ['requestConsent']

test.each(actionOrder.filter(action => !bare.includes(action)))(
  '%s says what it brings about or asks for something, and the page takes what it sends',
  action => {
    const { means, fields } = formOf(action, scene)
    expect(Boolean(means) || fields.length > 0).toBe(true)
    expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length)
    expect(Object.keys(detailActions)).toContain(action)
  },
)
