import type { UNMET_CAUSES } from '@fuqiao/contract'
import { m } from '#lib/paraglide/messages.js'

const causes: Readonly<Record<(typeof UNMET_CAUSES)[number], () => string>> = {
  expired: m.dashboards_unmet_cause_expired,
  failed: m.dashboards_unmet_cause_failed,
  unmet: m.dashboards_unmet_cause_unmet,
  enquiryUnanswered: m.dashboards_unmet_cause_enquiryUnanswered,
  notReferred: m.dashboards_unmet_cause_notReferred,
  enquiryRefused: m.dashboards_unmet_cause_enquiryRefused,
}

/** Why a need was left unmet: what became of the referral, or the reason of its decline by the network's own list. */
export function causeWords(code: string, declineReason: (code: string) => string | undefined): string {
  return (causes as Readonly<Record<string, () => string>>)[code]?.() ?? declineReason(code) ?? code
}
