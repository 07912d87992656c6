import type { BoardScope, Drill } from '@fuqiao/contract'
import type { ReferralState, Tier } from '@fuqiao/domain'
import { organisationsOf, referralsOf, type Whose } from './drill.ts'
import type { PartMeasure } from './joint-cells.ts'
import type { Seat } from './joint-figures-store.ts'
import { lastOfMonth } from './period.ts'

/** The lists behind a seat's figures. */
export type SeatLists = Record<
  'incubators' | 'organisations' | 'added' | 'sent' | 'received' | 'overdue' | 'acknowledged',
  Drill
>

const network: Whose = { tenantId: undefined, alone: false }
const submitted = { side: 'any', moment: 'submitted' } as const
const received = { side: 'to', moment: 'submitted' } as const

/** The lists behind the joint meeting's figures, for those who may open them. All incubators of the top tier share the first seat. */
export function jointLists({ from, to }: BoardScope['period'], topTier: string) {
  const top = topTier as Tier
  const newOnes = { addedFrom: from, addedTo: to }
  return {
    ofSeat({ id, isTop }: Pick<Seat, 'id' | 'isTop'>): SeatLists {
      const whose: Whose = isTop ? network : { tenantId: id, alone: false }
      const held = isTop ? { custodianTier: topTier } : {}
      const tier = isTop ? top : undefined
      return {
        incubators: {
          page: 'incubators',
          query: isTop ? { tier: topTier, status: 'active' } : { tenantId: id, status: 'active' },
        },
        organisations: organisationsOf(whose, held),
        added: organisationsOf(whose, { ...held, ...newOnes }),
        sent: referralsOf(whose, { side: 'from', moment: 'submitted', tier }),
        received: referralsOf(whose, { ...received, tier }),
        overdue: referralsOf(whose, { side: 'holder', overdue: true, tier }),
        acknowledged: referralsOf(whose, { ...received, tier, measure: 'acknowledge', isTimed: true }),
      }
    },
    ofTotal: {
      organisations: organisationsOf(network),
      added: organisationsOf(network, newOnes),
      referrals: referralsOf(network, submitted),
      overdue: referralsOf(network, { side: 'holder', overdue: true }),
    },
    ofPart(measure: PartMeasure, key: string): Drill {
      switch (measure) {
        case 'stage':
          return organisationsOf(network, { stages: key })
        case 'kind':
          return organisationsOf(network, { kinds: key })
        case 'field':
          return organisationsOf(network, { fields: key })
        case 'state':
          return referralsOf(network, { ...submitted, state: key as ReferralState })
        case 'month':
          return referralsOf(network, submitted, monthWithin(key, { from, to }))
        case 'flow': {
          const [fromTier, toTier] = key.split('>') as [Tier, Tier]
          return referralsOf(network, { ...submitted, fromTier, toTier })
        }
      }
    },
  }
}

/** The days of a month that lie in the period. */
function monthWithin(month: string, { from, to }: { from: string; to: string }): { from: string; to: string } {
  const [first, last] = [`${month}-01`, lastOfMonth(month)]
  return { from: first > from ? first : from, to: last < to ? last : to }
}
