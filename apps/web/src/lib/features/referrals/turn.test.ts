import type { ReferralView } from '@fuqiao/contract'
import { describe, expect, test } from 'vitest'
import { turnOf } from './turn.ts'

type Given = Parameters<typeof turnOf>[0]
const incubator = (name: string) =>
  ({ id: name, name, shortName: name, tier: 'district' }) as unknown as ReferralView['from']

function referral(more: Partial<Given>, holder: 'sender' | 'target' | 'organisation' | 'desk' | null = null): Given {
  return {
    ...{
      as: 'sender',
      kind: 'refer',
      state: 'submitted',
      from: incubator('甲'),
      to: incubator('乙'),
      desk: incubator('市'),
    },
    ...{ organisation: null, confirmations: { senderAt: null, organisationAt: null } },
    clock: { holder } as Given['clock'],
    ...more,
  }
}

describe('whose turn it is', () => {
  test('stands in the words of whoever reads it: theirs, or whom they wait for, by name', () => {
    expect(turnOf(referral({ as: 'target' }, 'target'))).toEqual({ isMine: true, text: '轮到本机构：签收' })
    expect(turnOf(referral({}, 'target'))).toEqual({ isMine: false, text: '正等待乙：签收' })
    expect(turnOf(referral({ state: 'disputed' }, 'desk'))?.text).toBe('正等待市（共同上级）：作出裁定')
    expect(turnOf(referral({ as: 'organisation', state: 'awaitingConsent' }, 'organisation'))?.text).toBe(
      '轮到贵组织：查看并答复',
    )
  })

  test('of advice that was given is the asking side’s alone: nobody else is named', () => {
    const advice = referral({ as: 'target', kind: 'consult', state: 'outcomeReported' }, 'sender')
    expect(turnOf(advice)?.text).toBe('正等待甲：确认办结')
    expect(turnOf({ ...advice, as: 'sender', state: 'draft' })?.text).toContain('提交审批')
  })

  test('of a report is that of both sides, until each has answered', () => {
    const both = referral({ as: 'organisation', state: 'outcomeReported' }, 'sender')
    expect(turnOf(both)?.isMine).toBe(true)
    const after = { ...both, confirmations: { senderAt: null, organisationAt: '2026-11-23T01:00:00.000Z' } }
    expect(turnOf(after)).toEqual({ isMine: false, text: '正等待甲：确认办结' })
  })

  test('is nobody’s at the end, and an organisation is not told how incubators go on with what did not go ahead', () => {
    expect(turnOf(referral({ state: 'closed' }))).toBeNull()
    expect(turnOf(referral({ state: 'expired' }, 'desk'))?.isMine).toBe(false)
    expect(turnOf(referral({ as: 'organisation', state: 'expired' }, 'desk'))).toBeNull()
  })
})
