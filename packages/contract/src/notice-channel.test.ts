import { ROLES } from '@fuqiao/domain/profile'
import { describe, expect, test } from 'vitest'
import { NOTICE_KINDS } from './notice.ts'
import { choicesFor, GROUP_OF, groupsFor, isTold, mailAddressSchema, NOTICE_GROUPS } from './notice-channel.ts'

describe('how a person is told', () => {
  test('every kind of notice belongs to one group, and every group has some', () => {
    expect(Object.keys(GROUP_OF).sort()).toEqual([...NOTICE_KINDS].sort())
    expect(new Set(Object.values(GROUP_OF))).toEqual(new Set(NOTICE_GROUPS))
  })

  test('whose list has no notices is told nothing by mail, whatever they chose', () => {
    const untold = ROLES.filter(role => !isTold([role]))
    expect(untold).toEqual(['auditor', 'jointMeetingMember', 'systemAdmin', 'securityAdmin', 'auditAdmin'])
    const all = { waiting: 'atOnce', deadline: 'atOnce', progress: 'atOnce', delivery: 'atOnce' }
    for (const role of untold) expect(new Set(Object.values(choicesFor([role], all)))).toEqual(new Set(['none']))
    expect(groupsFor(['auditor'])).toEqual([])
  })

  test('several roles together are told as the promptest of them, and a choice goes before all', () => {
    expect(choicesFor(['caseWorker', 'tenantAdmin'])).toEqual({
      ...{ waiting: 'digest', deadline: 'atOnce', progress: 'digest', delivery: 'atOnce' },
    })
    expect(choicesFor(['caseWorker', 'director']).waiting).toBe('atOnce')
    expect(choicesFor(['director'], { waiting: 'none', progress: 'no such word' })).toMatchObject({
      waiting: 'none',
      progress: 'digest',
    })
  })

  test('that messages fail is told to those who keep the tenant in order, not to every officer', () => {
    expect(choicesFor(['director'], { delivery: 'atOnce' }).delivery).toBe('none')
    expect(choicesFor(['tenantAdmin']).delivery).toBe('atOnce')
  })
})

test.each(['a@b', 'a b@c.cn', 'a@c.cn\r\nBcc: x@y.cn', 'a@c.cn,x@y.cn', '甲 <a@c.cn>', `${'a'.repeat(65)}@c.cn`])(
  '%j is no address',
  text => {
    expect(mailAddressSchema.safeParse(text).success).toBe(false)
  },
)
