import type { ApiOutputs } from '#lib/api.ts'
import { m } from '#lib/paraglide/messages.js'
import { stateWords } from '#lib/features/referrals/words.ts'
import { itemsOf, SECTION_MODELS } from './section-model.ts'

type Mine = ApiOutputs['organisations']['my']
type Referral = ApiOutputs['referrals']['ofOrganisation']['rows'][number]

/** One line of an organisation's timeline. */
export interface TimelineLine {
  id: string
  at: string
  /** Only the day is known. */
  isDay?: boolean
  title: string
  actor?: string
  text?: string
  tone?: 'plain' | 'good' | 'warn' | 'bad'
  href?: string
}

/** A civil day as the instant its morning began, so that days and instants sort together. */
const morning = (day: string) => `${day}T00:00:00+08:00`

function registering({ card }: Mine): TimelineLine[] {
  const lines: TimelineLine[] = [
    { id: 'registered', at: card.createdAt, title: m.organisations_my_registered(), actor: card.firstContact.name },
  ]
  if (card.filedOn && card.filingNumber) {
    lines.push({
      id: 'filed',
      at: morning(card.filedOn),
      isDay: true,
      title: m.organisations_my_filed({ number: card.filingNumber }),
      tone: 'good',
    })
  }
  return lines
}

function served({ card, sections }: Mine): TimelineLine[] {
  const spans = card.serving.flatMap(({ tenantId, tenantName, from, until }): TimelineLine[] => [
    {
      id: `from ${tenantId} ${from}`,
      at: from,
      title: m.organisations_my_serving_began(),
      actor: tenantName,
      tone: 'good',
    },
    ...(until
      ? [{ id: `until ${tenantId} ${from}`, at: until, title: m.organisations_my_serving_ended(), actor: tenantName }]
      : []),
  ])
  const model = SECTION_MODELS['services']
  const body = sections.find(({ section }) => section === 'services')?.body
  const services = model ? itemsOf(model, body) : []
  return [
    ...spans,
    ...services.map((item, at) => ({
      id: `service ${at}`,
      at: morning(String(item['on'])),
      isDay: true,
      title: String(item['what']),
      actor: String(item['provider']),
    })),
  ]
}

function referred(rows: readonly Referral[]): TimelineLine[] {
  return rows.map(row => ({
    id: row.id,
    at: row.updatedAt,
    title: m.organisations_my_referral({ number: row.number, state: stateWords(row.state, row.as) }),
    actor: row.to ? `${row.from.name} → ${row.to.name}` : row.from.name,
    tone: row.isMine ? 'warn' : 'plain',
    href: `/my/referrals/${row.id}`,
  }))
}

/** All that incubators did with an organisation, whichever of them, the latest first. */
export function timelineOf(mine: Mine, referrals: readonly Referral[]): TimelineLine[] {
  const lines = [...registering(mine), ...served(mine), ...referred(referrals)]
  return lines.sort((one, other) => new Date(other.at).getTime() - new Date(one.at).getTime())
}
