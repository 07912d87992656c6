import { percent } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'
import { fieldLabel, tenantKindLabel, tierLabel } from '#lib/words.ts'
import { nameIn, type ReferralWords } from './referral-words.ts'

type Params = Readonly<Record<string, string | number | null>>

const parts: Readonly<Record<string, () => string>> = {
  capability: m.referrals_part_capability,
  tierFunction: m.referrals_part_tierFunction,
  field: m.referrals_part_field,
  capacity: m.referrals_part_capacity,
  response: m.referrals_part_response,
  distance: m.referrals_part_distance,
}

/** What a part of a suggestion's points is for. */
export function partLabel(part: string): string {
  return parts[part]?.() ?? part
}

const figure = (value: string | number | null | undefined) => Number(value ?? 0)
const word = (value: string | number | null | undefined) => String(value ?? '')

/** Why a part gave the points it gave, in words. */
export function reasonText({ code, params }: { code: string; params: Params }, needs: ReferralWords['needs']): string {
  const need = nameIn(needs, word(params.need))
  const field = fieldLabel(word(params.field))
  const place = `${tierLabel(word(params.tier))} · ${tenantKindLabel(word(params.kind))}`
  switch (code) {
    case 'DECLARES_FUNCTION':
      return m.referrals_why_declares({ need })
    case 'DOES_NOT_DECLARE_FUNCTION':
      return m.referrals_why_not_declared({ need })
    case 'FUNCTION_OF_TIER':
      return m.referrals_why_tier({ place })
    case 'NOT_FUNCTION_OF_TIER':
      return m.referrals_why_not_tier({ place })
    case 'FIELD_SPECIALIST':
      return m.referrals_why_specialist({ field })
    case 'FIELD_GENERALIST':
      return m.referrals_why_generalist()
    case 'FIELD_OTHER':
      return m.referrals_why_other_field({ field })
    case 'CAPACITY_FREE':
      return Number(params.weeksOld) === 0
        ? m.referrals_why_free_now({ free: figure(params.free), ceiling: figure(params.ceiling) })
        : m.referrals_why_free({
            free: figure(params.free),
            ceiling: figure(params.ceiling),
            weeks: figure(params.weeksOld),
          })
    case 'CAPACITY_FULL':
      return m.referrals_why_full({ ceiling: figure(params.ceiling) })
    case 'CAPACITY_UNKNOWN':
      return m.referrals_why_capacity_unknown()
    case 'RESPONSE_RECORD':
      return recordText(params)
    case 'RESPONSE_NO_RECORD':
      return m.referrals_why_no_record()
    case 'DISTANCE':
      return m.referrals_why_distance({ steps: figure(params.steps) })
    default:
      return code
  }
}

/** How an incubator answered until now; nobody acknowledges "in 0 hours", so less than one is said so. */
function recordText({ decided, acceptedPercent, workingHours }: Params): string {
  const record = { decided: figure(decided), share: percent(figure(acceptedPercent) / 100, 0) }
  if (workingHours === null || workingHours === undefined) return m.referrals_why_record(record)
  const hours = figure(workingHours)
  return hours < 1 ? m.referrals_why_record_soon(record) : m.referrals_why_record_hours({ ...record, hours })
}
